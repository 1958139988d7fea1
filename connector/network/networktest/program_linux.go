package networktest

import (
	"bytes"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"time"
)

// Program is a proxy of a Linux distribution that runs for one test.
type Program struct {
	Address  string // host:port
	log      string // its access log
	command  *exec.Cmd
	output   bytes.Buffer
	finished chan struct{}
}

// URL is what is entered as Proxy Server.
func (p *Program) URL() string { return "http://" + p.Address }

func writeFile(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// startProgram starts a program on a free port and waits until it listens.
// configure writes its configuration and returns its arguments.
func startProgram(t *testing.T, name string, configure func(directory, port string) []string) *Program {
	t.Helper()
	path := toolPath(t, name)
	// Started as root, the programs go on as somebody else, who may not enter the
	// directories of testing.T.
	directory, err := os.MkdirTemp("", "proxy-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(directory) })
	if err := os.Chmod(directory, 0o777); err != nil {
		t.Fatal(err)
	}
	// The port that was free may be taken by the time the program listens.
	for range 3 {
		p := &Program{Address: ClosedPort(t), log: filepath.Join(directory, "access.log"), finished: make(chan struct{})}
		_, port, _ := net.SplitHostPort(p.Address)
		p.command = exec.Command(path, configure(directory, port)...)
		p.command.Stdout, p.command.Stderr = &p.output, &p.output
		if err := p.command.Start(); err != nil {
			t.Fatal(err)
		}
		go func() {
			_ = p.command.Wait()
			close(p.finished)
		}()
		t.Cleanup(p.stop)
		if p.listens(t) {
			return p
		}
		t.Logf("%s ended: %s", name, p.output.String())
	}
	t.Fatalf("%s does not start", name)
	return nil
}

// listens waits until the proxy takes connections; false when it has ended.
func (p *Program) listens(t *testing.T) bool {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(30 * time.Second)
	for {
		select {
		case <-p.finished:
			return false
		case <-limit:
			t.Fatal("the proxy does not listen")
		case <-tick.C:
		}
		if connection, err := net.Dial("tcp", p.Address); err == nil {
			connection.Close()
			return true
		}
	}
}

// stop asks the program to end, which also completes its log, and kills it when
// it does not listen to that.
func (p *Program) stop() {
	if err := p.command.Process.Signal(syscall.SIGTERM); errors.Is(err, os.ErrProcessDone) {
		<-p.finished
		return
	}
	select {
	case <-p.finished:
	case <-time.After(20 * time.Second):
		_ = p.command.Process.Kill()
		<-p.finished
	}
}

// tunnelPattern finds requests in the logs, those that were refused included.
var tunnelPattern = regexp.MustCompile(`CONNECT (\S+):\d+ `)

// Asked ends the proxy and returns the hosts to which it was asked to connect.
func (p *Program) Asked(t *testing.T) map[string]int {
	t.Helper()
	p.stop()
	content, err := os.ReadFile(p.log)
	if err != nil {
		t.Fatal(err)
	}
	hosts := map[string]int{}
	for _, tunnel := range tunnelPattern.FindAllStringSubmatch(string(content), -1) {
		hosts[tunnel[1]]++
	}
	return hosts
}

// toolPath finds programs of the distribution, which are not all on an ordinary user's path.
func toolPath(t *testing.T, name string) string {
	t.Helper()
	for _, candidate := range []string{name, "/usr/sbin/" + name, "/usr/local/sbin/" + name} {
		if path, err := exec.LookPath(candidate); err == nil {
			return path
		}
	}
	t.Fatalf("this test needs the real %s; .ci/packages names the package", name)
	return ""
}
