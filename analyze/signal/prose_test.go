package signal

import (
	"strings"
	"testing"

	"guette/watch"
)

func TestClaimsOfRootFiles(t *testing.T) {
	type want struct {
		kind watch.FindingKind
		note string
	}
	none := want{}
	for _, tt := range []struct {
		name string
		text string
		want want
	}{
		{"a plain README says nothing", "# Tool\n\nA tool that does things.\n", none},
		{"no longer maintained, in a notice", "# gmnisrv\n\n**Notice**: this project is no longer maintained.\n", want{watch.FindingAbandonment, "unmaintained"}},
		{"not actively maintained, in the text", "# Chaos\n\nThanks! We have moved on and this project is no longer actively maintained or monitored.\n", want{watch.FindingAbandonment, "unmaintained"}},
		{"no longer in active development", "# K\n\nThis project is no longer in active development, in favor of [X](https://x.test).\n", want{watch.FindingAbandonment, "unmaintained"}},
		{"archived, as a heading", "# This repository has been archived.\n\nUse another.\n", want{watch.FindingAbandonment, "archived"}},
		{"archived legacy version, in a call-out", "# TCPDF\n\n> **⚠️ ARCHIVED LEGACY VERSION — NO UPDATES WILL BE PROVIDED**\n", want{watch.FindingAbandonment, "archived"}},
		{"archived on Zenodo is a citation", "# Citation\n\nThis repository has been archived on Zenodo.\n", none},
		{"a badge", "# X\n\n[![No Maintenance Intended](https://unmaintained.tech/badge.svg)](http://unmaintained.tech/)\n", want{watch.FindingAbandonment, "unmaintained"}},
		{"deprecated, as a heading", "# DEPRECATED\n\nUse tool2.\n", want{watch.FindingDeprecation, "deprecated"}},
		{"a deprecation notice", "# X\n\n## :warning: Deprecation Notice\n\nMoved on.\n", want{watch.FindingDeprecation, "deprecated"}},
		{"renamed", "# Deprecated, renamed: [sill-api](https://www.npmjs.com/package/sill-api)\n", want{watch.FindingDeprecation, "renamed"}},
		{"deprecated option", "# X\n\nThe --old option is deprecated in favor of --new.\n", none},
		{"deprecated method", "# X\n\nThis method will be deprecated in the future.\n", none},
		{"an old branch", "# X\n\nVersion 1.x of this project is no longer maintained.\n", none},
		{"a condition", "# X\n\nIf this project is no longer maintained, please tell us.\n", none},
		{"a denial", "# X\n\nThis project is not abandoned.\n", none},
		{"maintenance mode", "# Kanboard\n\n**This application is in maintenance mode**. What does it mean?\n", want{watch.FindingMaintenanceMode, "maintenance"}},
		{"maintenance mode, by its name", "# Tool\n\nTool is currently in **maintenance mode**.\n", want{watch.FindingMaintenanceMode, "maintenance"}},
		{"a feature called maintenance mode", "# X\n\n## Maintenance mode\n\nSet MAINTENANCE=true to show the page.\n", none},
		{"end of life of the project", "# X\n\nThis project has reached end of life.\n", want{watch.FindingEndOfLife, "end-of-life"}},
		{"end of life of Python", "# X\n\n- Dropped support for Python 3.9, as it reached end-of-life in October 2025.\n", none},
		{"superseded", "# X\n\nThis library has been superseded by Y.\n", want{watch.FindingDeprecation, "superseded"}},
		{"moved", "# X\n\nThis project has moved to https://codeberg.org/x/x.\n", want{watch.FindingMove, "moved"}},
		{"looking for maintainers", "# X\n\n### [!!! Looking for a new maintainer !!!](https://x.test/61)\n", want{watch.FindingMaintainerChange, "wanted"}},
		{"looking for a public instance", "# X\n\n**Looking for our public instance?** Here.\n", none},
		{"source only", "# X\n\nThis repository is now a source-only distribution.\n", want{watch.FindingDistribution, "source-only"}},
		{"images no longer published", "# X\n\nWe will no longer publish pre-built container images.\n", want{watch.FindingDistribution, "source-only"}},
		{"a fork", "# X\n\n*Tool* is a fork of somebody's shuffler.\n", want{watch.FindingFork, "fork-of"}},
		{"joined a foundation", "# X\n\nThis project is part of the Eclipse Foundation.\n", want{watch.FindingGovernance, "foundation"}},
		{"a mark in the title", "# X [DEPRECATED]\n\nA tool.\n", want{watch.FindingDeprecation, "deprecated"}},
		{"a mark in another heading", "# X\n\n## Option --old [DEPRECATED]\n\nWords.\n", none},
		{"a badge on the state", "# X\n\n[![Project Status: Unsupported – The authors have ceased all work on it.](https://b.test/u.svg)](https://b.test)\n", want{watch.FindingAbandonment, "unmaintained"}},
		{"a badge on a good state", "# X\n\n[![Project Status: Active – The project is being actively developed.](https://b.test/a.svg)](https://b.test)\n", none},
		{"a state before words", "# X\n\n> **status: discontinued:** see the other one.\n", want{watch.FindingAbandonment, "unmaintained"}},
		{"the day of the end", "# X\n\n> This software reached end of life on 2026-07-01.\n", want{watch.FindingEndOfLife, "end-of-life"}},
		{"the end on one version", "# X\n\n> This software reached end of life on 2.x.\n", none},
		{"no more updates", "# X\n\n**Tool will no longer receive updates after March 2026.**\n", want{watch.FindingAbandonment, "unmaintained"}},
		{"no longer active", "# X\n\nThis repository is no longer active.\n", want{watch.FindingAbandonment, "unmaintained"}},
		{"a legacy project", "# X\n\nTool is a legacy project, now in maintenance mode.\n", want{watch.FindingMaintenanceMode, "maintenance"}},
		{"maintenance mode, as the title", "# Maintenance Mode\n\n- No new features will be taken\n\n# Tool\n", want{watch.FindingMaintenanceMode, "maintenance"}},
		{"no new changes", "# X\n\n**This project is currently under maintenance and is not accepting new changes.**\n", want{watch.FindingMaintenanceMode, "maintenance"}},
		{"below a heading underlined with tildes", "Title\n~~~~~\n\nThis project is no longer maintained.\n", want{watch.FindingAbandonment, "unmaintained"}},
		{"inside code between tildes", "# X\n\nSay this:\n~~~\nthis project is no longer maintained\n~~~\n", none},
		{"French, no longer maintained", "# X\n\n> ⚠️ **Ce projet n'est plus maintenu.**\n", want{watch.FindingAbandonment, "unmaintained"}},
		{"French, archived", "# X\n\n**Attention : ce dépôt est désormais archivé.**\n", want{watch.FindingAbandonment, "archived"}},
		{"French, archived, as a title", "# ⚠️ Projet archivé\n\nLe service a fermé.\n", want{watch.FindingAbandonment, "archived"}},
		{"French, replaced", "# X\n\nCe logiciel est obsolète et remplacé par Autre.\n", want{watch.FindingDeprecation, "superseded"}},
		{"French, moved", "# X\n\nCe dépôt a été déplacé vers https://forge.test/x.\n", want{watch.FindingMove, "moved"}},
		{"French, maintenance mode", "# X\n\nLe projet est en mode maintenance : seules les corrections de sécurité sont apportées.\n", want{watch.FindingMaintenanceMode, "maintenance"}},
		{"French, end of life", "# X\n\nCe logiciel arrive en fin de vie le 31 décembre.\n", want{watch.FindingEndOfLife, "end-of-life"}},
		{"French, in search of a maintainer", "# X\n\n## Statut\n\nNous recherchons un nouveau mainteneur.\n", want{watch.FindingMaintainerChange, "wanted"}},
		{"French, a condition", "# X\n\nSi ce projet n'est plus maintenu, écrivez-nous.\n", none},
		{"French, a denial", "# X\n\nCe projet n'est pas abandonné.\n", none},
		{"French, a version", "# X\n\nLa version 2 de ce projet n'est plus maintenue.\n", none},
		{"German, no longer developed", "# X\n\n**Dieses Projekt wird nicht mehr weiterentwickelt.**\n", want{watch.FindingAbandonment, "unmaintained"}},
		{"dead, in the last lines of a long text", "# X\n" + strings.Repeat("\nSome words here.\n", 60) + "\nWe say that this project is no longer maintained.\n", none},
		{"inside code", "# X\n\n```\nthis project is no longer maintained\n```\n", none},
		{"hidden in a comment", "# X\n\n<!-- this project is no longer maintained -->\n", none},
		{"in a list of changes", "# X\n\n## Changelog\n\nThis project is no longer maintained by A but by B.\n", none},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ph := phrasesFor(watch.Program{ID: "tool", Name: "Tool"})
			var got want
			for _, s := range prose(tt.text) {
				if k, ok := ph.claimOf(s); ok {
					got = want(k)
					break
				}
			}
			if got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func FuzzProse(f *testing.F) {
	f.Add("# A\n\nThis project is no longer maintained.\n")
	f.Add("Text\n.. note::\n\n   below\n")
	f.Add(".. warning:: deprecated\n\nTitle\n=====\n> [!NOTE]\n> x")
	f.Fuzz(func(t *testing.T, text string) {
		total := 0
		for _, s := range prose(text) {
			if strings.ContainsAny(s.text, "\n\r") {
				t.Fatalf("a sentence on several lines: %q", s.text)
			}
			total += len(s.text)
		}
		if total > 8*len(text)+64 {
			t.Fatalf("%d bytes of prose out of %d", total, len(text))
		}
	})
}
