//go:build !windows

package centraltest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"inventorybeacon/store/storetest"
)

// The superuser of a server, whom its rules let in with this password.
const (
	User     = "postgres"
	Password = "the superuser's"
)

// endLimit is how long a server may take to end when it is asked to.
const endLimit = 20 * time.Second

// Options say how a server is set up.
type Options struct {
	// Certificate and Key are PEM files with which the server offers TLS; it offers none
	// where they are empty.
	Certificate, Key string
	// ClientCA is the PEM file of the authority that certificates of clients are of.
	ClientCA string
	// Rules are lines of pg_hba.conf before the usual one, which lets everybody in who has a password.
	Rules []string
	// Settings are lines of postgresql.conf.
	Settings []string
}

// Server is a running PostgreSQL.
type Server struct {
	// Address is its host and port, on this computer.
	Address string
	t       testing.TB
	folder  string
	command *exec.Cmd
	ended   chan struct{}
}

// account is one that may run PostgreSQL, which refuses to be run by root.
func account() *syscall.SysProcAttr {
	if os.Geteuid() != 0 {
		return &syscall.SysProcAttr{}
	}
	const nobody = 65534
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
}

// program is the path of one of PostgreSQL's programs, which Debian does not have on the PATH.
func program(t testing.TB, name string) string {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) == 0 {
		t.Fatalf("%s of PostgreSQL is missing: make test installs what is missing", name)
	}
	return found[len(found)-1]
}

// Start starts a server, which lasts as long as the test.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	folder, err := os.MkdirTemp("", "postgres") // t.TempDir may lie in a folder of root's, and is too long for a socket
	storetest.Must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	s := &Server{t: t, folder: folder}
	storetest.Must(t, os.WriteFile(filepath.Join(folder, "password"), []byte(Password), 0o644))
	s.give(folder)
	s.run(program(t, "initdb"), "--pgdata", s.data(), "--username", User, "--pwfile", filepath.Join(folder, "password"),
		"--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync", "--encoding=UTF8", "--locale=C")
	s.Address = net.JoinHostPort("127.0.0.1", strconv.Itoa(freePort(t)))
	s.configure(o)
	s.Run()
	t.Cleanup(s.Stop)
	return s
}

// data is the folder of the server's files.
func (s *Server) data() string { return filepath.Join(s.folder, "data") }

// configure writes what is asked for into the files of the server.
func (s *Server) configure(o Options) {
	_, port, _ := net.SplitHostPort(s.Address)
	settings := []string{
		"listen_addresses = '127.0.0.1'", "port = " + port, "unix_socket_directories = '" + s.folder + "'",
		"fsync = off", "shared_buffers = 16MB", "max_connections = 100",
	}
	if o.Certificate != "" {
		settings = append(settings, "ssl = on", "ssl_cert_file = '"+s.copied(o.Certificate)+"'", "ssl_key_file = '"+s.copied(o.Key)+"'")
	}
	if o.ClientCA != "" {
		settings = append(settings, "ssl_ca_file = '"+s.copied(o.ClientCA)+"'")
	}
	settings = append(settings, o.Settings...)
	rules := append([]string{"local all all trust"}, o.Rules...)
	rules = append(rules, "host all all 127.0.0.1/32 scram-sha-256")
	for name, lines := range map[string][]string{"postgresql.conf": settings, "pg_hba.conf": rules} {
		path := filepath.Join(s.data(), name)
		storetest.Must(s.t, os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600))
	}
}

// copied puts a file where the server may read it.
func (s *Server) copied(path string) string {
	content, err := os.ReadFile(path)
	storetest.Must(s.t, err)
	to := filepath.Join(s.folder, filepath.Base(path))
	storetest.Must(s.t, os.WriteFile(to, content, 0o600))
	s.give(to)
	return to
}

// give makes a file or folder one of the account that runs the server.
func (s *Server) give(path string) {
	if credential := account().Credential; credential != nil {
		storetest.Must(s.t, os.Chown(path, int(credential.Uid), int(credential.Gid)))
	}
}

// run runs a program of PostgreSQL to its end.
func (s *Server) run(name string, arguments ...string) string {
	s.t.Helper()
	command := exec.Command(name, arguments...)
	command.SysProcAttr, command.Dir = account(), s.folder
	command.Env = append(os.Environ(), "LC_ALL=C")
	output, err := command.CombinedOutput()
	if err != nil {
		s.t.Fatalf("%s: %v\n%s", name, err, output)
	}
	return string(output)
}

// Run starts a server that was stopped or killed, and returns when it lets clients in.
func (s *Server) Run() {
	s.t.Helper()
	s.command = exec.Command(program(s.t, "postgres"), "-D", s.data())
	s.command.SysProcAttr, s.command.Dir = account(), s.folder
	s.command.Env = append(os.Environ(), "LC_ALL=C")
	log, err := s.command.StderrPipe()
	storetest.Must(s.t, err)
	storetest.Must(s.t, s.command.Start())
	ready, ended := make(chan struct{}), make(chan struct{})
	s.ended = ended
	var said bytes.Buffer
	go func() {
		defer close(ended)
		var once sync.Once
		lines := bufio.NewScanner(log)
		for lines.Scan() {
			said.WriteString(lines.Text() + "\n")
			if strings.Contains(lines.Text(), "ready to accept connections") {
				once.Do(func() { close(ready) })
			}
		}
		_, _ = io.Copy(io.Discard, log)
		_ = s.command.Wait()
	}()
	select {
	case <-ready:
	case <-ended:
		s.t.Fatalf("PostgreSQL has not started:\n%s", said.String())
	}
}

// Stop ends the server in an orderly way, and waits for that. One that was ended stays so.
func (s *Server) Stop() { s.end(syscall.SIGINT) }

// Kill ends the server as a crash does.
func (s *Server) Kill() { s.end(syscall.SIGQUIT) }

func (s *Server) end(how syscall.Signal) {
	if err := s.command.Process.Signal(how); errors.Is(err, os.ErrProcessDone) {
		return
	}
	select {
	case <-s.ended:
	case <-time.After(endLimit):
		_ = s.command.Process.Kill()
		<-s.ended
	}
}

// Exec runs SQL in a database as the superuser, and returns what psql prints of its rows.
func (s *Server) Exec(database, sql string) string {
	s.t.Helper()
	_, port, _ := net.SplitHostPort(s.Address)
	return strings.TrimSpace(s.run(program(s.t, "psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
		"-h", s.folder, "-p", port, "-U", User, "-d", database, "-c", sql))
}

// Database makes a database, and a user with a password who owns it.
func (s *Server) Database(name, user, password string) {
	s.t.Helper()
	s.Exec("postgres", fmt.Sprintf("CREATE ROLE %q LOGIN PASSWORD '%s'", user, strings.ReplaceAll(password, "'", "''")))
	s.Exec("postgres", fmt.Sprintf("CREATE DATABASE %q OWNER %q", name, user))
}

// freePort is one at which nobody listens now.
func freePort(t testing.TB) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	storetest.Must(t, err)
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port
}
