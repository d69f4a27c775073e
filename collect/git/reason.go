package git

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"time"

	"guette/fetch"
)

// The stable codes of the run report that are particular to repositories; the
// others are those of package fetch.
const (
	ReasonNotRepository = "not-a-repository"   // no git at this address
	ReasonAuthRequired  = "auth-required"      // the server asks for a name and a password
	ReasonDumbHTTP      = "dumb-http"          // files of a repository, without a server that speaks git
	ReasonScheme        = "unsupported-scheme" // git://, ssh://, files
	ReasonNotGit        = "not-git"            // Subversion, Mercurial, Fossil, Bazaar, CVS
	ReasonSHA256        = "sha256-repository"  // objects have names of another length
	ReasonEmpty         = "empty-repository"   // no commit yet
	ReasonNoHead        = "no-head"            // no default branch, and no way to guess one
	ReasonBadPack       = "bad-pack"           // wrong checksum, or not what it says
	ReasonBadProtocol   = "bad-protocol"       // not what the git protocol allows
	ReasonServerError   = "server-error"       // the git server refuses in its own words
	ReasonNoFilter      = "no-filter"          // the server sends files with each commit: history was cut
	ReasonNoRepair      = "history-cut"        // part of the history could not be read
	ReasonFutureCommits = "future-date"        // commits dated after the day of reading
	ReasonTemporaryFile = "temporary-file"     // this machine could not write or read what it set aside
)

var hints = map[string]string{
	ReasonNotRepository: "open the address in a browser and put the address of git clone into the catalogue",
	ReasonAuthRequired:  "many forges answer so for a repository that is gone or private: check the address",
	ReasonDumbHTTP:      "ask the publisher for a smart HTTP server, or give the address of a mirror on a forge",
	ReasonScheme:        "give the https:// address of the repository",
	ReasonNotGit:        "only git is read: give the address of a git mirror, or of the releases",
	ReasonSHA256:        "such repositories are not read yet: give a list of releases or a feed",
	ReasonEmpty:         "check that this is the repository where the work happens",
	ReasonNoHead:        "ask the publisher to set the default branch of the repository",
	ReasonBadPack:       "try again later; if it goes on, tell the publisher",
	ReasonBadProtocol:   "open the address in a browser and check that a git server answers",
	ReasonServerError:   "try again later; if it goes on, check the address",
	ReasonNoFilter:      "ask the publisher to set uploadpack.allowFilter, or give the address of a mirror on a forge",
	ReasonNoRepair:      "ask the publisher to set uploadpack.allowReachableSHA1InWant",
	ReasonFutureCommits: "",
	ReasonTemporaryFile: "make room in the folder of temporary files, or name another in TMPDIR: a large repository takes 350 MB",
}

// fail makes the error of a repository, with the usual hint of its reason.
func fail(address, reason, format string, args ...any) *fetch.Error {
	err := fmt.Errorf(format, args...)
	return &fetch.Error{
		URL: address, Reason: reason, Message: err.Error(),
		Hint: cmp.Or(hints[reason], fetch.Hint(reason)), Err: err,
	}
}

// explain turns what stopped a conversation into an error of the run report.
func explain(address string, err error) error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*fetch.Error](err); ok {
		if e.URL == "" {
			e.URL = address
		}
		return e
	}
	reason, told := reasonOf(err)
	e := fail(address, reason, "%s", told)
	e.Err = err
	return e
}

func reasonOf(err error) (reason, message string) {
	remote, isRemote := errors.AsType[*remoteError](err)
	file, isFile := errors.AsType[*fs.PathError](err)
	switch {
	case errors.Is(err, context.Canceled):
		return fetch.ReasonTimeout, "interrupted"
	case errors.Is(err, context.DeadlineExceeded):
		return fetch.ReasonTimeout, "the repository was not read within its time"
	case isRemote:
		return ReasonServerError, remote.Error()
	case isFile:
		return ReasonTemporaryFile, fmt.Sprintf("%s of a temporary file: %v", file.Op, file.Err)
	case errors.Is(err, errObjectSize), errors.Is(err, errTooMany), errors.Is(err, errTooLong):
		return fetch.ReasonTooLarge, oneLine(err.Error())
	case errors.Is(err, errChecksum), errors.Is(err, errPack), errors.Is(err, errDelta):
		return ReasonBadPack, oneLine(err.Error())
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fetch.ReasonTruncated, "the answer of the git server was cut"
	}
	return ReasonBadProtocol, oneLine(err.Error())
}

// statusError explains an HTTP status that is no success.
func statusError(address string, resp *http.Response, now time.Time) *fetch.Error {
	reason := fetch.HTTPReason(resp.StatusCode)
	text := fmt.Sprintf("status %d (%s)", resp.StatusCode, cmp.Or(http.StatusText(resp.StatusCode), "no known status"))
	switch resp.StatusCode {
	case http.StatusUnauthorized:
		reason, text = ReasonAuthRequired, "the server asks for a name and a password"
	case http.StatusTooManyRequests:
		reason, text = fetch.ReasonRateLimited, "too many requests (status 429)"
	}
	e := fail(address, reason, "%s", text)
	e.Status, e.RetryAt = resp.StatusCode, retryAfter(resp.Header, now)
	return e
}

// retryAfter reads Retry-After, at most a day ahead. Source: RFC 9110, 10.2.3.
func retryAfter(h http.Header, now time.Time) time.Time {
	v := strings.TrimSpace(h.Get("Retry-After"))
	at, err := http.ParseTime(v)
	if s, nerr := strconv.Atoi(v); nerr == nil {
		at, err = now.Add(time.Duration(min(max(s, 0), 86400))*time.Second), nil
	}
	if limit := now.Add(24 * time.Hour); err == nil && at.After(limit) {
		at = limit
	}
	if err != nil || !at.After(now) {
		return time.Time{}
	}
	return at
}
