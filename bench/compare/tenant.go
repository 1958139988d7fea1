package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// The organization and the applications that every offline tenant knows; all are
// public.
const (
	domain   = "contoso.example"
	clientID = "0f2e6c4a-8d1b-4c57-9a3e-6b7d5f10c2e8"
	// directoryClientID may not read reports.
	directoryClientID = "7d0f9d2e-3c58-4f7e-8a57-5f0c6e1b94ad"
	clientSecret      = "demo~Secret.of-the_demonstration.tenant0"
)

// tenant is an offline tenant in a process of its own.
type tenant struct {
	process      *exec.Cmd
	token, graph string
}

// conditions are what makes users harder to read than they are from a tenant that
// answers at once. The zero value is such a tenant.
type conditions struct {
	latency  time.Duration
	throttle int
	heavy    bool
}

// flags ask the tenant for the conditions.
func (c conditions) flags() []string {
	return []string{
		fmt.Sprint("--latency=", c.latency), fmt.Sprint("--throttle=", c.throttle), fmt.Sprint("--heavy=", c.heavy),
	}
}

// String names the conditions behind the number of users.
func (c conditions) String() string {
	var named string
	if c.heavy {
		named += " of about 7 KB"
	}
	if c.latency > 0 {
		named += fmt.Sprintf(", %s for each answer", c.latency)
	}
	if c.throttle > 0 {
		named += fmt.Sprintf(", one page in %d throttled", c.throttle)
	}
	return named
}

// startTenant starts a tenant and waits until it has said where it listens.
func startTenant(program string, users int, c conditions) (*tenant, error) {
	t := &tenant{process: exec.Command(program, append([]string{"tenant", "--users", fmt.Sprint(users)}, c.flags()...)...)}
	output, err := t.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := t.process.Start(); err != nil {
		return nil, err
	}
	for lines := bufio.NewScanner(output); lines.Scan(); {
		if _, address, found := strings.Cut(lines.Text(), "Token Endpoint"); found {
			// An application gets its token from the tenant's own endpoint.
			t.token = strings.Replace(strings.TrimSpace(address), "/common/", "/"+domain+"/", 1)
		}
		if _, address, found := strings.Cut(lines.Text(), "Graph Endpoint"); found {
			t.graph = strings.TrimSpace(address)
			return t, nil
		}
	}
	t.stop()
	return nil, errors.New("the tenant did not start")
}

func (t *tenant) stop() {
	_ = t.process.Process.Kill()
	_ = t.process.Wait() // says that it was killed
}

// timedOutput keeps what is written, and when the last of it was.
type timedOutput struct {
	bytes.Buffer
	last time.Time
}

func (o *timedOutput) Write(p []byte) (int, error) {
	o.last = time.Now()
	return o.Buffer.Write(p)
}

// measure runs a program with the tenant's addresses in its environment.
func (t *tenant) measure(command []string) (run, error) {
	var r run
	c := exec.Command(command[0], command[1:]...)
	c.Env = append(os.Environ(), "GRAPH_ENDPOINT="+t.graph, "TOKEN_ENDPOINT="+t.token, "CLIENT_ID="+clientID, "CLIENT_SECRET="+clientSecret,
		"INVENTORY_BEACON_KEY=file")
	var complaint strings.Builder
	var output timedOutput
	c.Stdout, c.Stderr = &output, &complaint
	syscall.Sync() // or the disk still writes what the program before has left
	before, start := t.processorTime(), time.Now()
	err := c.Run()
	r.wall = time.Since(start)
	r.output, r.answered = output.Bytes(), output.last.Sub(start)
	if err != nil {
		return r, fmt.Errorf("%w: %s", err, complaint.String())
	}
	r.tenant = t.processorTime() - before
	r.processor = c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	if usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.peak = usage.Maxrss << 10 // Linux counts in KiB
	}
	return r, nil
}

// processorTime is what the tenant has spent so far; Linux only, elsewhere 0.
func (t *tenant) processorTime() time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", t.process.Process.Pid))
	if err != nil {
		return 0
	}
	// utime and stime of proc(5), in hundredths of a second, behind the name.
	_, behind, _ := strings.Cut(string(stat), ") ")
	var user, system int64
	fields := strings.Fields(behind)
	_, _ = fmt.Sscan(fields[11]+" "+fields[12], &user, &system)
	return time.Duration(user+system) * 10 * time.Millisecond
}
