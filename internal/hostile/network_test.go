package hostile

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"guette/watch"
)

// request reads the head of a request.
func request(c net.Conn) {
	r := bufio.NewReader(c)
	for {
		line, err := r.ReadString('\n')
		if err != nil || line == "\r\n" {
			return
		}
	}
}

// answer reads a request and writes bytes.
func answer(text string) func(net.Conn) {
	return func(c net.Conn) {
		request(c)
		io.WriteString(c, text)
	}
}

// drip writes a text slowly, until the other side leaves.
func drip(head, text string, each time.Duration) func(net.Conn) {
	return func(c net.Conn) {
		request(c)
		io.WriteString(c, head)
		for i := range text {
			if _, err := c.Write([]byte{text[i]}); err != nil {
				return
			}
			time.Sleep(each)
		}
	}
}

// hold waits until the other side leaves.
func hold(c net.Conn) { io.Copy(io.Discard, c) }

func reset(c net.Conn) {
	c.(*net.TCPConn).SetLinger(0)
	c.Close()
}

// closedPort is the address of nobody.
func closedPort() string {
	l, err := net.Listen("tcp4", "127.7.9.9:0")
	if err != nil {
		return "http://127.0.0.1:1/"
	}
	defer l.Close()
	return "http://" + l.Addr().String() + "/feed"
}

const okHead = "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"

func networkFaults() []fault {
	wait := []string{"timeout"}
	cut := []string{"reset"}
	half := []string{"truncated"}
	whole := feedOf(3)
	list := []fault{
		{name: "nobody listens", url: closedPort(), reasons: []string{"refused"}},
		{name: "closes at once", conn: func(net.Conn) {}, reasons: cut},
		{name: "resets at once", conn: reset, reasons: cut},
		{name: "closes after the request", conn: request, reasons: cut},
		{name: "resets after the request", conn: func(c net.Conn) { request(c); reset(c) }, reasons: cut},
		{name: "never answers", conn: hold, reasons: wait},
		{name: "answers garbage", conn: answer("\x00\x01\x02SSH-2.0-OpenSSH_9.9\r\n\r\n"), reasons: []string{"bad-http"}},
		{name: "greets as another protocol", conn: answer("220 mail.test ESMTP\r\n"), reasons: []string{"bad-http"}},
		{name: "head one byte at a time", conn: drip("", okHead+"\r\n"+whole, 300*time.Millisecond), reasons: wait},
		{name: "head cut", conn: answer("HTTP/1.1 200 OK\r\nContent-Ty"), reasons: []string{"reset", "truncated", "bad-http"}},
		{name: "body one byte at a time", conn: drip(okHead+"Content-Length: 900\r\n\r\n", whole, 100*time.Millisecond), reasons: wait},
		{name: "body stops in the middle", conn: func(c net.Conn) {
			answer(okHead + "Content-Length: 900\r\n\r\n" + whole[:200])(c)
			hold(c)
		}, reasons: wait},
		{name: "body shorter than announced", conn: answer(okHead + "Content-Length: 9000\r\n\r\n" + whole), reasons: half},
		{name: "body reset in the middle", conn: func(c net.Conn) {
			answer(okHead + "Content-Length: 9000\r\n\r\n" + whole[:300])(c)
			time.Sleep(50 * time.Millisecond)
			reset(c)
		}, reasons: half},
		{name: "chunks cut", conn: answer(okHead + "Transfer-Encoding: chunked\r\n\r\n100\r\n" + whole[:256] + "\r\n100\r\n" + whole[:20]), reasons: half},
		{name: "chunks without the last one", conn: answer(okHead + "Transfer-Encoding: chunked\r\n\r\n100\r\n" + whole[:256] + "\r\n"), reasons: half},
		{name: "chunk size that is no number", conn: answer(okHead + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + whole), reasons: []string{"bad-http", "truncated"}},
		{name: "two different lengths", conn: answer(okHead + "Content-Length: 10\r\nContent-Length: 20\r\n\r\n" + whole), reasons: []string{"bad-http"}},
		{name: "length that is no number", conn: answer(okHead + "Content-Length: many\r\n\r\n" + whole), reasons: []string{"bad-http"}},
		{name: "endless head", conn: func(c net.Conn) {
			request(c)
			io.WriteString(c, okHead)
			for i := 0; i < 1<<20; i++ {
				if _, err := io.WriteString(c, "X-Padding: "+strings.Repeat("a", 1000)+"\r\n"); err != nil {
					return
				}
			}
		}, reasons: []string{"too-large"}},
		{name: "endless interim answers", conn: func(c net.Conn) {
			request(c)
			for {
				if _, err := io.WriteString(c, "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"); err != nil {
					return
				}
			}
		}, reasons: []string{"too-large", "bad-http"}},
		{name: "endless body", conn: func(c net.Conn) {
			request(c)
			io.WriteString(c, okHead+"\r\n")
			block := strings.Repeat("<item><title>more</title></item>", 2000)
			for {
				if _, err := io.WriteString(c, block); err != nil {
					return
				}
			}
		}, reasons: []string{"too-large"}},
		{name: "host that does not exist", url: "http://no-such-host.invalid/feed", reasons: []string{"dns"}},
		{name: "address without a host", url: "http:///feed", reasons: []string{"bad-url"}},
		{name: "address of a file", url: "file:///etc/passwd", reasons: []string{"bad-url"}},
		{name: "address of a gopher", url: "gopher://127.0.0.1:70/1", reasons: []string{"bad-url"}},
		{name: "address with a password", url: "https://user:secret@feeds.test/feed", reasons: []string{"bad-url"}},
	}
	for i := range list {
		list[i].class, list[i].outcome = "network", watch.OutcomeError
	}
	return append(list, recovering()...)
}

// recovering servers fail, then answer: their entries are all there.
func recovering() []fault {
	good := body(rss, feedOf(3))
	broken := func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }
	list := []fault{
		{name: "cut twice, then well", serve: after(2, broken, good)},
		{name: "status 503 once, then well", serve: after(1, status(503, "Retry-After", "1"), good)},
		{name: "status 500 twice, then well", serve: after(2, status(500), good)},
		{name: "status 429 for a second, then well", serve: after(1, status(429, "Retry-After", "1"), good)},
		{name: "half a body once, then well", serve: after(1, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "5000")
			good(w, r)
		}, good)},
	}
	for i := range list {
		list[i].class, list[i].outcome, list[i].items = "network", watch.OutcomeOK, 3
	}
	return list
}

// privateFaults lead into the network of the ministry, or say they do.
func privateFaults() []fault {
	var list []fault
	for _, host := range []string{
		"10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
		"198.18.0.1", "[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]", "[2002:a00:1::]", "[::]", "2130706433", "0x7f000001", "10.1",
	} {
		list = append(list, fault{name: "address " + host, url: "http://" + host + "/latest/meta-data/"})
	}
	for _, to := range []string{"http://10.0.0.1/", "http://169.254.169.254/latest/", "http://[::1]:22/", "http://[::ffff:192.168.0.1]/", "http://[64:ff9b::7f00:1]/", "http://0x0a000001/"} {
		list = append(list, fault{name: "redirect to " + to, serve: redirect(302, to)})
	}
	for i := range list {
		list[i].class, list[i].outcome, list[i].reasons = "private", watch.OutcomeError, []string{"private-address"}
	}
	return list
}
