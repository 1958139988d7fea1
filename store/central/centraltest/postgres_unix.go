//go:build !windows

package centraltest

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
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

// longestStatement is how many bytes a line of the log may have.
const longestStatement = 64 << 20

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
	// Folder is where the server's files are, such as on a small disk; a folder of its own when it is empty.
	Folder string
	// Segment is the size of the files of the write-ahead log in MiB; 16 when it is 0.
	Segment int
}

// Server is a running PostgreSQL.
type Server struct {
	// Address is its host and port, on this computer.
	Address string
	t       testing.TB
	folder  string // of its socket
	data    string // of its files
	command *exec.Cmd
	ended   chan struct{}
	// asked is what its log says of statements, of every time that it has run.
	asked statements
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
	s := newServer(t, o.Folder)
	password := filepath.Join(s.folder, "password")
	storetest.Must(t, os.WriteFile(password, []byte(Password), 0o644))
	s.run(program(t, "initdb"), "--pgdata", s.data, "--username", User, "--pwfile", password,
		"--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync", "--encoding=UTF8", "--locale=C",
		"--wal-segsize", strconv.Itoa(cmp.Or(o.Segment, 16)))
	s.configure(o)
	s.Run()
	t.Cleanup(s.stopAndJudge)
	return s
}

// stopAndJudge ends the server. The test fails where the program has asked what one of the engines does not have.
func (s *Server) stopAndJudge() {
	s.Stop()
	for _, lacking := range s.asked.lacking {
		s.t.Errorf("not every engine has %s", lacking)
	}
}

// newServer is one without files, which are to be in a folder of a disk; of its own when that is empty.
func newServer(t testing.TB, disk string) *Server {
	t.Helper()
	folder, err := os.MkdirTemp("", "postgres") // t.TempDir may lie in a folder of root's, and is too long for a socket
	storetest.Must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	s := &Server{t: t, folder: folder, Address: net.JoinHostPort("127.0.0.1", strconv.Itoa(freePort(t)))}
	s.data = filepath.Join(cmp.Or(disk, folder), "data")
	storetest.Must(t, os.Mkdir(s.data, 0o700))
	s.give(folder)
	s.give(s.data)
	return s
}

// configure writes what is asked for into the files of the server.
func (s *Server) configure(o Options) {
	settings := []string{"listen_addresses = '127.0.0.1'", "fsync = off", "shared_buffers = 16MB", "max_connections = 100"}
	if o.Certificate != "" {
		settings = append(settings, "ssl = on", "ssl_cert_file = '"+s.copied(o.Certificate)+"'", "ssl_key_file = '"+s.copied(o.Key)+"'")
	}
	if o.ClientCA != "" {
		settings = append(settings, "ssl_ca_file = '"+s.copied(o.ClientCA)+"'")
	}
	settings = append(append(settings, logSettings...), o.Settings...)
	rules := append([]string{"local all all trust", "local replication all trust"}, o.Rules...)
	rules = append(rules, "host all all 127.0.0.1/32 scram-sha-256")
	for name, lines := range map[string][]string{"postgresql.conf": settings, "pg_hba.conf": rules} {
		path := filepath.Join(s.data, name)
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
	_, port, _ := net.SplitHostPort(s.Address)
	s.command = exec.Command(program(s.t, "postgres"), "-D", s.data, "-c", "port="+port, "-c", "unix_socket_directories="+s.folder)
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
		isReady := false
		lines := bufio.NewScanner(log)
		lines.Buffer(nil, longestStatement)
		for lines.Scan() {
			if s.asked.line(lines.Text()); isReady {
				continue
			}
			said.WriteString(lines.Text() + "\n")
			if strings.Contains(lines.Text(), "ready to accept ") { // connections, or those that read
				isReady = true
				close(ready)
			}
		}
		s.asked.end()
		if err := lines.Err(); err != nil {
			s.asked.lacking = append(s.asked.lacking, "a log that can be read: "+err.Error())
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

// KillAll kills every process of the server, as nothing but a power failure ends it.
func (s *Server) KillAll() {
	s.t.Helper()
	_ = s.command.Process.Signal(syscall.SIGSTOP) // it starts no others meanwhile
	for _, pid := range s.Processes() {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	<-s.ended
}

// Freeze has every process of the server stand still, as a computer does whose memory or disk does not answer: what was connected stays
// so, and nothing comes. Thaw ends that, also at the end of the test.
func (s *Server) Freeze() {
	s.t.Helper()
	s.t.Cleanup(s.Thaw)
	_ = s.command.Process.Signal(syscall.SIGSTOP) // it starts no others meanwhile
	for _, pid := range s.Processes() {
		storetest.Must(s.t, syscall.Kill(pid, syscall.SIGSTOP))
	}
}

// Thaw has a server go on that was frozen.
func (s *Server) Thaw() {
	for _, pid := range s.Processes() {
		_ = syscall.Kill(pid, syscall.SIGCONT)
	}
}

// Processes are those of the server now, the one that starts the others last.
func (s *Server) Processes() (pids []int) {
	s.t.Helper()
	list, err := exec.Command("ps", "-A", "-o", "ppid=,pid=").Output()
	storetest.Must(s.t, err)
	for line := range strings.Lines(string(list)) {
		var parent, pid int
		if _, err := fmt.Sscan(line, &parent, &pid); err == nil && parent == s.command.Process.Pid {
			pids = append(pids, pid)
		}
	}
	return append(pids, s.command.Process.Pid)
}

func (s *Server) end(how syscall.Signal) {
	if err := s.command.Process.Signal(how); errors.Is(err, os.ErrProcessDone) {
		<-s.ended
		return
	}
	select {
	case <-s.ended:
	case <-time.After(endLimit):
		_ = s.command.Process.Kill()
		<-s.ended
	}
}

// Copy takes a copy of the server, which is to be run: as of now, or a standby that follows the server.
func (s *Server) Copy(follows bool) *Server {
	s.t.Helper()
	copied := newServer(s.t, "")
	_, port, _ := net.SplitHostPort(s.Address)
	arguments := []string{"-h", s.folder, "-p", port, "-U", User, "-D", copied.data, "-X", "stream", "-c", "fast", "--no-sync"}
	if follows {
		arguments = append(arguments, "--write-recovery-conf")
	}
	s.run(program(s.t, "pg_basebackup"), arguments...)
	s.t.Cleanup(func() {
		if copied.command != nil {
			copied.stopAndJudge()
		}
	})
	return copied
}

// Promote makes a standby a server that is written to.
func (s *Server) Promote() {
	s.t.Helper()
	if s.Exec("postgres", "SELECT pg_promote()") != "t" {
		s.t.Fatal("the standby has not become a server")
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
