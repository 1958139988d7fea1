// Package pac runs proxy auto-configuration scripts: JavaScript with a function FindProxyForURL, which says
// through which proxy an address is reached
// (developer.mozilla.org/docs/Web/HTTP/Guides/Proxy_servers_and_tunneling/Proxy_Auto-Configuration_PAC_file, and the description of
// Netscape from which it comes).
//
// A script comes from elsewhere. It can ask DNS, and nothing else; it has little time, and is
// ended when it uses much memory.
package pac

import (
	"context"
	"errors"
	"runtime/metrics"
	"strings"
	"sync"
	"time"

	"github.com/dlclark/regexp2/v2"
	"github.com/dop251/goja"

	"inventorybeacon/connector/panics"
)

const (
	// timeLimit is for one answer, with the questions to DNS that it takes.
	timeLimit = 10 * time.Second
	// memoryLimit is how much more may be in use than before.
	memoryLimit = 256 << 20
	// watchEvery is how often that is looked at.
	watchEvery = 10 * time.Millisecond
	// patternLimit is for one use of a regular expression.
	patternLimit = time.Second
	// maxCalls is how deep functions may call each other.
	maxCalls = 1000
	// maxAnswer is how long an answer may be.
	maxAnswer = 4 << 10
)

// What a script does wrong.
var (
	ErrTime   = errors.New("the script takes too long")
	ErrMemory = errors.New("the script takes too much memory")
	ErrNoMain = errors.New("the script has no function FindProxyForURL")
	ErrAnswer = errors.New("FindProxyForURL returned no text")
)

func init() {
	// Patterns that look ahead or back are beyond Go's own engine, and that of goja for them
	// does not stop when the script shall. It has no other way to be told.
	regexp2.DefaultMatchTimeout = patternLimit
}

// Script is a script that answers. Its methods may be called from several goroutines.
type Script struct {
	mu      sync.Mutex
	machine *goja.Runtime
	find    goja.Callable
	helpers *helpers
}

// Compile reads a script and runs what stands outside of its functions.
func Compile(ctx context.Context, source string) (*Script, error) {
	s := &Script{machine: goja.New(), helpers: &helpers{resolver: systemResolver{}, now: time.Now}}
	s.machine.SetMaxCallStackSize(maxCalls)
	if err := s.helpers.install(s.machine); err != nil {
		return nil, err
	}
	err := s.limited(ctx, func() error {
		_, err := s.machine.RunScript("proxy.pac", strings.TrimPrefix(source, "\ufeff"))
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"FindProxyForURL", "FindProxyForURLEx"} { // the second is Microsoft's, for IPv6
		if find, ok := goja.AssertFunction(s.machine.Get(name)); ok {
			s.find = find
			return s, nil
		}
	}
	return nil, ErrNoMain
}

// Find returns what the script says of a host: text such as "PROXY a:8080; DIRECT". The address
// that it sees ends with the host, as browsers show it of https.
func (s *Script) Find(ctx context.Context, address, host string) (answer string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	err = s.limited(ctx, func() error {
		value, err := s.find(goja.Undefined(), s.machine.ToValue(address), s.machine.ToValue(host))
		if err != nil {
			return err
		}
		text, ok := value.Export().(string)
		switch {
		case goja.IsUndefined(value) || goja.IsNull(value): // which browsers take for DIRECT
		case !ok || len(text) > maxAnswer:
			return ErrAnswer
		}
		answer = text
		return nil
	})
	return answer, err
}

// limited runs a part of the script, and ends it when ctx does, or a limit is reached.
func (s *Script) limited(ctx context.Context, run func() error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, timeLimit, ErrTime)
	defer cancel()
	s.helpers.ctx = ctx
	s.machine.ClearInterrupt()
	watched, stop := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(watched)
		_ = panics.Try(func() error {
			s.watch(ctx, stop)
			return nil
		})
	}()
	defer func() {
		close(stop)
		<-watched
	}()
	err := panics.Try(run) // goja has faults, too
	var interrupted *goja.InterruptedError
	if errors.As(err, &interrupted) {
		if cause, ok := interrupted.Value().(error); ok {
			return cause
		}
	}
	var overflow *goja.StackOverflowError
	if errors.As(err, &overflow) {
		return ErrMemory
	}
	return err
}

// watch interrupts the machine when ctx ends or too much memory is in use.
func (s *Script) watch(ctx context.Context, stop <-chan struct{}) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	before := inUse()
	for {
		select {
		case <-stop:
			return
		case <-ctx.Done():
			s.machine.Interrupt(context.Cause(ctx))
			return
		case <-tick.C:
			if now := inUse(); now > before && now-before > memoryLimit {
				s.machine.Interrupt(ErrMemory)
				return
			}
		}
	}
}

// inUse is how many bytes of memory the program's objects take.
func inUse() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
