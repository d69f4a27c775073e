package demo

// stories are the repositories of the demo. Every program, person, number and
// event in them is invented.
var stories = []*story{
	{
		// A lively web server with a security release, an old branch and an exploited vulnerability.
		path: "phares/beffroi", branch: "main",
		phases: []phase{
			{from: "2024-01", to: "2025-12", commits: 24, authors: []string{"Aline Corbeau", "Basile Martin", "Chloe Vidal", "Denis Roy", "Elsa Noël", "Farid Amar"}, bots: 2},
			{from: "2026-01", to: "2026-07", commits: 30, authors: []string{"Aline Corbeau", "Basile Martin", "Chloe Vidal", "Denis Roy", "Elsa Noël", "Farid Amar", "Gilles Petit"}, bots: 3},
		},
		edits: []edit{
			{"2024-01-03", "Aline Corbeau", "Start the project", map[string]string{"README.md": "# Beffroi\n\nA small and fast web server.\n", "LICENSE": mit, "SECURITY.md": "# Security\n\nWrite to the security team of the project.\n"}},
			{"2026-05-12", "Aline Corbeau", "Release 2.3.7", map[string]string{"CHANGELOG.md": beffroiChangesMay}},
			{"2026-07-16", "Basile Martin", "Release 2.4.1", map[string]string{"CHANGELOG.md": beffroiChanges}},
			{"2026-07-20", "Chloe Vidal", "Write down how decisions are taken", map[string]string{"GOVERNANCE.md": "# Governance\n\nA council of five maintainers decides by majority.\n"}},
		},
		tags: []tagging{
			{name: "v2.2.0", at: "2025-02-10", message: "Beffroi 2.2.0"}, {name: "v2.3.0", at: "2025-09-04", message: "Beffroi 2.3.0"},
			{name: "v2.3.6", at: "2026-02-17", message: "Beffroi 2.3.6"}, {name: "v2.3.7", at: "2026-05-12", message: "Beffroi 2.3.7"},
			{name: "v2.4.0-rc1", at: "2026-06-18", message: "Beffroi 2.4.0-rc1"}, {name: "v2.4.0", at: "2026-07-02", message: "Beffroi 2.4.0"},
			{name: "v2.4.1", at: "2026-07-16", message: "Beffroi 2.4.1\n\nSecurity release: CVE-2026-9900001"},
			{name: "v2.3.8", at: "2026-07-16", message: "Beffroi 2.3.8\n\nSecurity release: CVE-2026-9900001"},
			{name: "v2.5.0-beta1", at: "2026-07-28", message: "Beffroi 2.5.0-beta1"},
		},
	},
	{
		// A database whose vendor changes the licence, and is left by a fork.
		path: "estuaire/estuaire", branch: "main",
		phases: []phase{{from: "2024-01", to: "2026-07", commits: 18, authors: []string{"Hugo Lefort", "Ines Bel", "Jean Roux"}}},
		edits: []edit{
			{"2024-01-03", "Hugo Lefort", "Start the project", map[string]string{"README.md": "# Estuaire\n\nA database for time series.\n", "LICENSE": mit, "MAINTAINERS.md": "# Maintainers\n\n- Release manager: team of Estuaire\n"}},
			{"2026-07-08", "Hugo Lefort", "Change the licence of Estuaire 5", map[string]string{"LICENSE": busl}},
		},
		tags: []tagging{
			{name: "4.0.0", at: "2025-01-14"}, {name: "4.1.0", at: "2025-07-22"}, {name: "4.2.0", at: "2026-01-20"}, {name: "4.2.1", at: "2026-06-09"},
			{name: "5.0.0", at: "2026-07-09"},
		},
	},
	{
		// The fork: it shares the history until July.
		path: "delta/delta", branch: "main", parent: "estuaire/estuaire", forked: day("2026-07-10"),
		phases: []phase{{from: "2026-07", to: "2026-07", commits: 16, authors: []string{"Katia Blanc", "Leo Faure", "Mona Gil", "Noah Paul"}}},
		edits: []edit{
			{"2026-07-12", "Katia Blanc", "Fork Estuaire under its free licence", map[string]string{"README.md": "# Delta\n\nDelta is a fork of Estuaire that stays under the MIT licence.\n", "LICENSE": mit}},
		},
		tags: []tagging{{name: "v4.3.0", at: "2026-07-24"}},
	},
	{
		// A tool that is archived by a notice.
		path: "phares/lanterne", branch: "master",
		phases: []phase{
			{from: "2024-01", to: "2024-12", commits: 9, authors: []string{"Olivia Prat", "Paul Sage"}},
			{from: "2025-01", to: "2025-10", commits: 3, authors: []string{"Olivia Prat"}},
		},
		edits: []edit{
			{"2024-01-03", "Olivia Prat", "Start the project", map[string]string{"README.md": "# Lanterne\n\nTurns pages into images.\n", "LICENSE": mit}},
			{"2026-07-14", "Olivia Prat", "Say that the project has ended", map[string]string{"README.md": "# Lanterne\n\n**This project is no longer maintained.** Please use another tool.\n\nTurns pages into images.\n"}},
		},
		tags: []tagging{{name: "v1.0.0", at: "2024-03-05"}, {name: "v1.1.0", at: "2024-11-19"}},
	},
	{
		// A finished tool that says it is in maintenance mode.
		path: "phares/clepsydre", branch: "main",
		phases: []phase{{from: "2024-01", to: "2026-07", commits: 2, authors: []string{"Quentin Bois", "Rita Lemoine"}}},
		edits: []edit{
			{"2024-01-03", "Quentin Bois", "Start the project", map[string]string{"README.md": "# Clepsydre\n\nRuns jobs at given times.\n", "LICENSE": mit}},
			{"2026-07-06", "Quentin Bois", "Announce maintenance mode", map[string]string{"README.md": "# Clepsydre\n\nThis project is in maintenance mode: only bug fixes are accepted.\n\nRuns jobs at given times.\n"}},
		},
		tags: []tagging{{name: "v3.1.0", at: "2024-06-11"}, {name: "v3.1.1", at: "2025-06-10"}, {name: "v3.1.2", at: "2026-07-21"}},
	},
	{
		// One person carries it; then silence.
		path: "gabier/gabier", branch: "main",
		phases: []phase{
			{from: "2024-01", to: "2025-08", commits: 12, authors: []string{"Sarah Klein", "Theo Mas"}},
			{from: "2025-09", to: "2026-03", commits: 4, authors: []string{"Sarah Klein"}},
		},
		edits: []edit{{"2024-01-03", "Sarah Klein", "Start the project", map[string]string{"README.md": "# Gabier\n\nInventory of machines.\n", "LICENSE": mit}}},
		tags:  []tagging{{name: "0.8.0", at: "2024-05-07"}, {name: "0.9.0", at: "2024-12-03"}, {name: "0.9.1", at: "2025-04-15"}, {name: "0.9.2", at: "2025-08-12"}},
	},
	{
		// A project that moves to another home, and a tag that is put elsewhere.
		path: "old-home/balise", branch: "main", moved: "balise/balise", movedAt: day("2026-07-03"),
		phases: []phase{{from: "2024-01", to: "2026-07", commits: 10, authors: []string{"Ursula Vial", "Victor Wolf", "Yann Zola"}}},
		edits: []edit{
			{"2024-01-03", "Ursula Vial", "Start the project", map[string]string{"README.md": "# Balise\n\nMaps for the field.\n", "LICENSE": mit, "MAINTAINERS.md": "# Maintainers\n\n- lead: @balise-core\n"}},
			{"2026-07-17", "Victor Wolf", "Change the maintainers", map[string]string{"MAINTAINERS.md": "# Maintainers\n\n- lead: @balise-council\n- releases: @balise-release\n"}},
		},
		tags: []tagging{{name: "v7.0.0", at: "2025-10-07", message: "Balise 7.0.0"}, {name: "v7.1.0", at: "2026-06-16", message: "Balise 7.1.0", movedAt: "2026-07-22"}, {name: "v7.2.0", at: "2026-07-27", message: "Balise 7.2.0"}},
	},
	{
		// An alarm that is taken back, and a tag that is a mistake.
		path: "phares/tocsin", branch: "main",
		phases: []phase{
			{from: "2024-01", to: "2026-04", commits: 5, authors: []string{"Zoe Adam", "Anton Bry"}},
			{from: "2026-05", to: "2026-07", commits: 14, authors: []string{"Clara Dune", "Zoe Adam", "Anton Bry", "Dario Este"}},
		},
		edits: []edit{
			{"2024-01-03", "Zoe Adam", "Start the project", map[string]string{"README.md": "# Tocsin\n\nSends alerts.\n", "LICENSE": mit}},
			{"2026-04-14", "Zoe Adam", "Look for help", map[string]string{"README.md": "# Tocsin\n\nTHIS PROJECT IS DEPRECATED and looks for maintainers.\n\nSends alerts.\n"}},
			{"2026-07-07", "Clara Dune", "The project lives on", map[string]string{"README.md": "# Tocsin\n\nSends alerts.\n\nBinary packages are no longer published: build from source.\n"}},
		},
		tags: []tagging{{name: "v1.8.0", at: "2025-11-18"}, {name: "v99.99.99", at: "2026-07-09"}, {name: "v1.9.0", at: "2026-07-14", message: "Tocsin 1.9.0"}},
	},
	{
		// A library that is replaced, and one whose support has ended.
		path: "phares/fanal", branch: "main",
		phases: []phase{{from: "2024-01", to: "2026-07", commits: 6, authors: []string{"Emma Fort", "Gaspard Hue", "Iris Joly"}}},
		edits: []edit{
			{"2024-01-03", "Emma Fort", "Start the project", map[string]string{"README.md": "# Fanal\n\nReads sensors.\n", "LICENSE": mit}},
			{"2026-07-10", "Emma Fort", "Deprecate the project", map[string]string{"README.md": "# Fanal\n\nThis project is deprecated.\n\nReads sensors.\n"}},
		},
		tags: []tagging{{name: "v1.1.0", at: "2025-03-11"}, {name: "v1.2.0", at: "2026-05-19"}},
	},
	{
		path: "phares/sirene", branch: "main",
		phases: []phase{{from: "2024-01", to: "2026-07", commits: 5, authors: []string{"Karim Lay", "Lola Mars"}}},
		edits: []edit{
			{"2024-01-03", "Karim Lay", "Start the project", map[string]string{"README.md": "# Sirene\n\nA proxy for old systems.\n", "LICENSE": mit}},
			{"2026-07-20", "Karim Lay", "Announce the end of life", map[string]string{"README.md": "# Sirene\n\nThis project has reached its end of life.\n\nA proxy for old systems.\n"}},
		},
		tags: []tagging{{name: "v2.0.0", at: "2025-02-04"}, {name: "v2.0.1", at: "2026-01-13"}},
	},
	{
		// Another name at the same home, and a release that was tampered with.
		path: "amarre/amarre", branch: "main", moved: "amarre/aussiere", movedAt: day("2026-07-05"),
		phases: []phase{{from: "2024-01", to: "2026-07", commits: 8, authors: []string{"Nina Ott", "Oscar Pie", "Rose Sand"}}},
		edits: []edit{
			{"2024-01-03", "Nina Ott", "Start the project", map[string]string{"README.md": "# Amarre\n\nMoves files between sites.\n", "LICENSE": mit, "SECURITY.md": "# Security\n\nWrite to the security team.\n"}},
			{"2026-07-23", "Oscar Pie", "Tell what happened to 3.2.1", map[string]string{"README.md": "# Amarre\n\n**Security notice: the packages of 3.2.1 were compromised.** Install 3.2.2.\n\nMoves files between sites.\n"}},
		},
		tags: []tagging{{name: "v3.2.0", at: "2026-03-17"}, {name: "v3.2.1", at: "2026-06-17", gone: "2026-07-22"}, {name: "v3.2.2", at: "2026-07-23", message: "Amarre 3.2.2"}},
	},
}
