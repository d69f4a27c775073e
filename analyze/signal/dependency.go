package signal

import (
	"slices"
	"strings"

	"guette/internal/lazyregexp"
	"guette/watch"
)

const themeDependency = "dependency"

// shortName is the length under which the name of a program may be any word.
const shortName = 4

// dependencies says that a commit of the month puts one component of the
// product in the place of another, where one of them is a program of the
// catalogue: what a reader runs beside may change with the next version.
func dependencies(s *scene) {
	for f, c := range watch.Of[*watch.Commit](s.in.Facts) {
		if !c.Says(watch.CommitReplace) || !s.in.In(c.Committed) {
			continue
		}
		other := s.replaced(c.Subject)
		if other == "" {
			continue
		}
		d := &watch.SignalDetail{Theme: themeDependency, Note: "replacement", Other: other, Commit: c.Hash, Quote: quoteOf(issue.Re().ReplaceAllString(c.Subject, ""))}
		if v := s.firstVersionOf(c.Repository, c.Committed); v != "" {
			d.Version = v
		}
		ev := f.Evidence
		ev.Quote = c.Subject
		s.raise(watch.FindingDistribution, "replacement:"+c.Hash[:min(12, len(c.Hash))], s.in.Day(c.Committed), watch.Uncertain, d, ev)
	}
}

// issue is the number of a request at the end of a subject: no part of a quote.
var issue = lazyregexp.New(`\s*\(#\d+\)$`)

// replaced is the id of the program of the catalogue that a subject puts in the
// place of another, or takes away for it; "" where the subject speaks of
// something else than the product's components.
func (s *scene) replaced(subject string) string {
	words := strings.Fields(strings.ToLower(issue.Re().ReplaceAllString(subject, "")))
	in, out, ok := swap(words)
	if !ok || s.in.Programs == nil || slices.ContainsFunc(words, aside) || ordinary(in.word) || ordinary(out.word) ||
		strings.HasPrefix(in.word, out.word) || strings.HasPrefix(out.word, in.word) {
		return ""
	}
	found := ""
	for _, p := range s.in.Programs.All() {
		for _, name := range append([]string{p.Name, p.ID}, p.Aliases...) {
			if name = strings.ToLower(name); !in.is(name) && !out.is(name) {
				continue
			}
			if p.ID == s.in.Program.ID {
				return "" // a fork that takes the old name out of its texts
			}
			if found == "" && len(name) >= shortName {
				found = p.ID
			}
		}
	}
	return found
}

// A side of a swap is what comes or what goes.
type side struct {
	word string
	part bool // another word follows: "Symfony Mailer" is not Symfony
}

// is tells whether the side is the program of a name.
func (s side) is(name string) bool { return s.word == name && !s.part }

// swap finds "A instead of B", "A rather than B", "A in place of B", "replace B
// with A" and "replace B by A" in the words of a subject.
func swap(words []string) (in, out side, ok bool) {
	for i := range words {
		left := words[i:]
		switch {
		case i > 0 && len(left) > 2 && (left[0] == "instead" && left[1] == "of" || left[0] == "rather" && left[1] == "than"):
			return side{word: bare(words[i-1])}, last(left[2:]), true
		case i > 0 && len(left) > 3 && left[0] == "in" && left[1] == "place" && left[2] == "of":
			return side{word: bare(words[i-1])}, last(left[3:]), true
		case len(left) > 3 && (left[2] == "with" || left[2] == "by") && slices.Contains([]string{"replace", "replaces", "replaced"}, verb(left[0])):
			return last(left[3:]), side{word: bare(left[1])}, true
		}
	}
	return in, out, false
}

// last is the first of words as a side, where nothing of the swap comes after.
func last(words []string) side {
	s := side{word: bare(words[0])}
	ended := strings.TrimRight(words[0], ".,;)") != words[0]
	s.part = !ended && len(words) > 1 && !slices.Contains(joints, words[1])
	return s
}

// joints are words that may follow a name without being a part of it.
var joints = []string{"&", "-", "and", "as", "at", "because", "by", "everywhere", "for", "from", "if", "in", "inside", "on", "since", "so", "to", "under", "when", "where", "with", "within"}

func bare(word string) string { return strings.Trim(word, "`'\"().,;") }

// verb is a word without the type of commit that is written onto it.
func verb(word string) string { return word[strings.LastIndexAny(word, ":(")+1:] }

// aside tells that a word of a subject puts it outside the product: building,
// testing, documenting, writing differently, taking back.
func aside(word string) bool {
	for part := range strings.FieldsFuncSeq(word, func(r rune) bool { return strings.ContainsRune("()[]{}:/,.;!`'\"", r) }) {
		if slices.Contains(outside, part) {
			return true
		}
	}
	return false
}

// outside are the types and scopes of commits (Conventional Commits, brackets
// and paths) and the words that say where a change stays out of what is
// delivered.
var outside = []string{
	"build", "builds", "cci", "chore", "ci", "circleci", "compile", "dev", "devel", "development", "github", "jenkins", "lint", "linter",
	"makefile", "package.json", "packaging", "pipeline", "pipelines", "style", "tooling", "tools", "travis", "workflow", "workflows",
	"bench", "benchmark", "benchmarks", "e2e", "integration", "spec", "specs", "test", "testing", "tests",
	"changelog", "comment", "comments", "doc", "docs", "documentation", "documenting", "example", "examples", "faq", "guide", "help", "howto", "manual",
	"message", "messages", "readme", "readme.md", "text", "texts", "translation", "translations", "tutorial", "typo", "wiki", "wording",
	"appropriate", "consistency", "consistently", "everywhere", "instance", "instances", "places",
	"fix", "fixed", "fixes", "revert", "reverted",
}

// ordinary tells that a side of a swap is no product: a word of any sentence, an
// identifier of code, or a tool with which programs are fetched, built, tested,
// written and delivered.
func ordinary(word string) bool {
	return len(word) < 2 || strings.ContainsAny(word, "_:/()[]{}<>=$*@+") || strings.HasPrefix(word, "-") || slices.Contains(plain, word) || slices.Contains(workshop, word)
}

var plain = []string{
	"a", "an", "any", "another", "api", "app", "application", "better", "binary", "cli", "client", "code", "command", "custom", "data", "database",
	"default", "direct", "environment", "existing", "external", "file", "files", "generic", "home", "host", "internal", "its", "lib", "libraries",
	"library", "local", "manual", "module", "name", "native", "new", "official", "old", "our", "own", "package", "plain", "plugin", "process",
	"protocol", "remote", "repo", "repository", "same", "server", "service", "shell", "socket", "some", "standard", "string", "system", "the", "their",
	"this", "type", "upstream", "user", "version",
	"css", "dns", "html", "http", "https", "javascript", "js", "json", "markdown", "regex", "scss", "sql", "toml", "typescript", "uuid", "xml", "yaml", "yml",
}

// workshop lists programs that are tools before they are components; a change
// among them changes nothing of what is delivered. Systems are those of images,
// mostly of continuous integration.
var workshop = []string{
	"ant", "apt", "apt-get", "autoconf", "automake", "bazel", "cargo", "cmake", "gradle", "make", "maven", "meson", "ninja", "nmake", "sbt", "scons",
	"bower", "bun", "bundler", "composer", "conda", "grunt", "gulp", "npm", "npx", "pip", "pipenv", "pnpm", "poetry", "setuptools", "uv", "yarn",
	"babel", "esbuild", "parcel", "rollup", "swc", "vite", "webpack", "clang", "gcc",
	"chocolatey", "dnf", "homebrew", "brew", "yum", "zypper", "snap", "flatpak",
	"bash", "curl", "dash", "git", "grep", "gpg", "perl", "python", "python3", "rsync", "sed", "sh", "ssh", "su", "sudo", "svn", "subversion", "mercurial", "tar", "wget", "zsh",
	"appveyor", "buildah", "buildkit", "circleci", "containerd", "docker", "docker-compose", "gitlab", "gitlab-ci", "github", "jenkins", "kind", "minikube",
	"moby", "podman", "skopeo", "travis", "helm", "packer", "terraform", "vagrant", "virtualbox",
	"black", "checkstyle", "codecov", "coveralls", "cppcheck", "eslint", "findbugs", "flake8", "golangci-lint", "isort", "mypy", "phpstan", "pmd", "prettier",
	"psalm", "pylint", "ruff", "sonarqube", "spotbugs", "tslint",
	"codeception", "cypress", "enzyme", "gomega", "jasmine", "jest", "junit", "karma", "mocha", "nose", "phpunit", "playwright", "pytest", "selenium", "testify", "unittest", "vitest",
	"asciidoc", "asciidoctor", "doxygen", "hugo", "jekyll", "mkdocs", "pandoc", "sphinx",
	"dependabot", "renovate",
	"almalinux", "alpine", "archlinux", "centos", "debian", "fedora", "freebsd", "rockylinux", "ubuntu", "windows",
}
