package proxyroute

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network/internal/pac"
	"inventorybeacon/connector/printable"
	"inventorybeacon/connector/textfile"
)

const (
	// scriptWithin is how long the script may take to come.
	scriptWithin = 20 * time.Second
	// maxScript is how long it may be; Chromium takes as much.
	maxScript = 1 << 20
)

// script asks a proxy auto-configuration script.
type script struct {
	address string
	why     connector.Message
	client  *http.Client

	mu       sync.Mutex // held while the script is read
	compiled *pac.Script
}

func newScript(address string, why connector.Message) *script {
	// The script itself is never read through a proxy.
	return &script{
		address: address, why: why,
		client: &http.Client{Timeout: scriptWithin, Transport: &http.Transport{DisableKeepAlives: true}},
	}
}

// ScriptError says that a script could not be asked.
type ScriptError struct {
	// Address is where the script is.
	Address   string
	message   connector.Message
	temporary bool
	err       error
}

// Error implements error.
func (e *ScriptError) Error() string { return fmt.Sprintf("proxy script %s: %v", e.Address, e.err) }

// Unwrap returns the reason.
func (e *ScriptError) Unwrap() error { return e.err }

// Temporary reports whether another try may help.
func (e *ScriptError) Temporary() bool { return e.temporary }

// Message implements [connector.Explained].
func (e *ScriptError) Message() connector.Message { return e.message }

// Route implements [Router].
func (s *script) Route(ctx context.Context, host, port string) (Route, error) {
	compiled, err := s.read(ctx)
	if err != nil {
		return Route{}, err
	}
	authority := host
	if port != "443" {
		authority = net.JoinHostPort(host, port)
	} else if strings.Contains(host, ":") {
		authority = "[" + host + "]"
	}
	answer, err := compiled.Find(ctx, "https://"+authority+"/", host)
	if ctx.Err() != nil {
		return Route{}, context.Cause(ctx)
	}
	if err != nil {
		return Route{}, s.failed("network.proxy.script.broken", err, false)
	}
	proxies := parseAnswer(answer)
	if len(proxies) == 0 {
		failed := s.failed("network.proxy.script.answer", fmt.Errorf("it says %q", printable.Line(answer, 200)), false)
		failed.message.Data["Host"], failed.message.Data["Answer"] = host, printable.Line(answer, 100)
		return Route{}, failed
	}
	return Route{Proxies: proxies, Why: s.why}, nil
}

// Browser implements [Router].
func (s *script) Browser() Browser { return Browser{Script: s.address} }

// parseAnswer reads what FindProxyForURL returns; nothing means no proxy. Other kinds of
// proxies, such as SOCKS, are left out.
func parseAnswer(answer string) []*url.URL {
	if strings.TrimSpace(answer) == "" {
		return []*url.URL{nil}
	}
	var proxies []*url.URL
	for part := range strings.SplitSeq(answer, ";") {
		kind, address := strings.TrimSpace(part), ""
		if blank := strings.IndexFunc(kind, unicode.IsSpace); blank >= 0 { // some scripts have tabs there
			kind, address = kind[:blank], strings.TrimSpace(kind[blank:])
		}
		scheme := ""
		switch strings.ToUpper(kind) {
		case "DIRECT":
			proxies = append(proxies, nil)
		case "PROXY", "HTTP":
			scheme = "http"
		case "HTTPS":
			scheme = "https"
		}
		if proxy, ok := proxyAt(scheme, address); scheme != "" && ok {
			proxies = append(proxies, proxy)
		}
	}
	return proxies
}

// read returns the script, which is read once; when that fails, with the next host again.
func (s *script) read(ctx context.Context) (*pac.Script, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.compiled != nil {
		return s.compiled, nil
	}
	source, err := s.download(ctx)
	if err != nil {
		return nil, err
	}
	if s.compiled, err = pac.Compile(ctx, source); err != nil {
		s.compiled = nil
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, s.failed("network.proxy.script.broken", err, false)
	}
	return s.compiled, nil
}

func (s *script) download(ctx context.Context) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.address, nil)
	if err != nil {
		return "", s.failed("network.proxy.script.unreachable", err, false)
	}
	answer, err := s.client.Do(request)
	if ctx.Err() != nil {
		return "", context.Cause(ctx)
	}
	if err != nil {
		return "", s.failed("network.proxy.script.unreachable", err, true)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		return "", s.failed("network.proxy.script.unreachable", fmt.Errorf("status %d", answer.StatusCode),
			answer.StatusCode >= http.StatusInternalServerError)
	}
	content, err := io.ReadAll(io.LimitReader(answer.Body, maxScript+1))
	switch {
	case ctx.Err() != nil:
		return "", context.Cause(ctx)
	case err != nil:
		return "", s.failed("network.proxy.script.unreachable", err, true)
	case len(content) > maxScript:
		return "", s.failed("network.proxy.script.broken", fmt.Errorf("it is longer than %d bytes", maxScript), false)
	}
	if content, err = textfile.Decode(content); err != nil {
		return "", s.failed("network.proxy.script.broken", err, false)
	}
	return strings.ToValidUTF8(string(content), "\ufffd"), nil
}

func (s *script) failed(id string, err error, temporary bool) *ScriptError {
	reference := printable.Line(err.Error(), 300)
	return &ScriptError{Address: s.address, temporary: temporary, err: err, message: connector.Message{
		ID: id, Data: connector.Data{"Script": printable.Line(s.address, 200)}, Reference: reference,
	}}
}
