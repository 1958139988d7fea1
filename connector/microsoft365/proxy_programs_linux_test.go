package microsoft365

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"inventorybeacon/connector/network/networktest"
)

// The credentials that the proxies of these tests want. Squid's show what has to
// be escaped; tinyproxy's configuration takes only letters and digits.
const (
	squidUsername = `DOMAIN\beacon`
	squidPassword = "the-proxy-password p:w%é/?#"
	// squidHash is squidPassword in Apache's MD5 form, made with openssl passwd -apr1.
	squidHash = "$apr1$inventry$ppz0NWSPAs.vuifhvhOWk/"

	// A colon ends the name in the file of Squid's helper.
	digestUsername = "beacon"
	digestPassword = `the-proxy-password "\, é`

	tinyproxyUsername = "beacon"
	tinyproxyPassword = "theproxypassword"
)

// proxyProgram is a proxy of a Linux distribution that runs for one test.
type proxyProgram struct {
	address  string // host:port
	log      string // its access log
	command  *exec.Cmd
	output   bytes.Buffer
	finished chan struct{}
}

// url is what is entered as Proxy Server.
func (p *proxyProgram) url() string { return "http://" + p.address }

// startSquid starts Squid with Basic authentication.
func startSquid(t *testing.T) *proxyProgram {
	t.Helper()
	return startSquidWith(t, `
auth_param basic program /usr/lib/squid/basic_ncsa_auth %[1]s/users
auth_param basic children 1 startup=1
auth_param basic casesensitive on
auth_param basic realm proxy.test`)
}

// startSquidWithDigest starts Squid with Digest authentication.
func startSquidWithDigest(t *testing.T) *proxyProgram {
	t.Helper()
	return startSquidWith(t, `
auth_param digest program /usr/lib/squid/digest_file_auth %[1]s/plain
auth_param digest children 1 startup=1
auth_param digest realm proxy.test`)
}

// startSquidWith starts Squid with a kind of authentication, in which %[1]s is its folder. Its
// own hosts file leads the names of the tenant to this computer.
func startSquidWith(t *testing.T, authentication string) *proxyProgram {
	t.Helper()
	return startProxyProgram(t, "squid", func(directory, port string) []string {
		hosts := "127.0.0.1 " + strings.Join([]string{proxiedSignIn, proxiedToken, proxiedGraph, proxiedReports}, " ") + "\n"
		writeFile(t, filepath.Join(directory, "hosts"), hosts)
		writeFile(t, filepath.Join(directory, "users"), squidUsername+":"+squidHash+"\n")
		writeFile(t, filepath.Join(directory, "plain"), digestUsername+":"+digestPassword+"\n")
		writeFile(t, filepath.Join(directory, "squid.conf"), fmt.Sprintf(`
http_port 127.0.0.1:%[2]s
visible_hostname proxy.test
hosts_file %[1]s/hosts
access_log stdio:%[1]s/access.log
cache_log %[1]s/cache.log
pid_filename none
coredump_dir %[1]s
netdb_filename none
cache deny all
cache_mem 8 MB
max_filedescriptors 1024
pinger_enable off
shutdown_lifetime 0 seconds
`+authentication+`
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
`, directory, port))
		return []string{"-N", "-f", filepath.Join(directory, "squid.conf")}
	})
}

// startTinyproxy starts tinyproxy with Basic authentication. It knows no hosts of
// its own, so it asks an upstream proxy, as one of a branch office does.
func startTinyproxy(t *testing.T) *proxyProgram {
	t.Helper()
	upstream := startRelay(t)
	return startProxyProgram(t, "tinyproxy", func(directory, port string) []string {
		writeFile(t, filepath.Join(directory, "tinyproxy.conf"), fmt.Sprintf(`
Port %[2]s
Listen 127.0.0.1
Timeout 60
LogFile "%[1]s/access.log"
LogLevel Connect
BasicAuth %[3]s %[4]s
Upstream http %[5]s
`, directory, port, tinyproxyUsername, tinyproxyPassword, upstream))
		return []string{"-d", "-c", filepath.Join(directory, "tinyproxy.conf")}
	})
}

func writeFile(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// startProxyProgram starts a program on a free port and waits until it listens.
// configure writes its configuration and returns its arguments.
func startProxyProgram(t *testing.T, name string, configure func(directory, port string) []string) *proxyProgram {
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
		p := &proxyProgram{address: networktest.ClosedPort(t), log: filepath.Join(directory, "access.log"), finished: make(chan struct{})}
		_, port, _ := net.SplitHostPort(p.address)
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
func (p *proxyProgram) listens(t *testing.T) bool {
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
		if connection, err := net.Dial("tcp", p.address); err == nil {
			connection.Close()
			return true
		}
	}
}

// stop asks the program to end, which also completes its log, and kills it when
// it does not listen to that.
func (p *proxyProgram) stop() {
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

// asked ends the proxy and returns the hosts to which it was asked to connect.
func (p *proxyProgram) asked(t *testing.T) map[string]int {
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
