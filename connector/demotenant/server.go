package demotenant

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant/internal/signin"
)

// Server is a tenant that is being served on two listeners of the loopback
// interface: one for login and Graph, one for the reports, because a client
// must not take its token from the one to the other.
type Server struct {
	*Tenant
	address string
	http    [2]*http.Server
	running sync.WaitGroup
	stop    func() bool
	closing sync.Once
	err     error
}

// Start serves a tenant at addr, for example 127.0.0.1:0, until ctx ends or
// Close is called. It refuses addresses that others could reach.
func Start(ctx context.Context, addr string, o Options) (*Server, error) {
	host, port, err := loopback(addr)
	if err != nil {
		return nil, err
	}
	var config net.ListenConfig
	front, err := config.Listen(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, fmt.Errorf("serve the demonstration tenant: %w", err)
	}
	reports, err := config.Listen(ctx, "tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		return nil, fmt.Errorf("serve the demonstration tenant's reports: %w", errors.Join(err, front.Close()))
	}
	t := New(o)
	if _, t.reports.Port, err = net.SplitHostPort(reports.Addr().String()); err != nil {
		return nil, errors.Join(err, front.Close(), reports.Close())
	}
	s := &Server{Tenant: t, address: "http://" + front.Addr().String()}
	s.run(0, front, t)
	s.run(1, reports, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { t.serve(w, r, t.reports.ServeHTTP) }))
	s.stop = context.AfterFunc(ctx, s.shut)
	return s, nil
}

// loopback splits an address and refuses one that is not on this computer only.
func loopback(addr string) (host, port string, err error) {
	if host, port, err = net.SplitHostPort(addr); err != nil {
		return "", "", fmt.Errorf("%q is not an address such as 127.0.0.1:8080: %w", addr, err)
	}
	if host == "" || host == "localhost" {
		return "127.0.0.1", port, nil
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return "", "", fmt.Errorf(
			"the demonstration tenant is served on this computer only: %q is not a loopback address such as 127.0.0.1", host)
	}
	return host, port, nil
}

func (s *Server) run(i int, listener net.Listener, handler http.Handler) {
	s.http[i] = &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(logWriter{s.options.Logger}, "", 0),
	}
	s.running.Go(func() {
		if err := s.http[i].Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.options.Logger.Error("the demonstration tenant has stopped", "error", err)
		}
	})
}

// logWriter takes net/http's lines to the logger of the tenant.
type logWriter struct{ logger *slog.Logger }

func (l logWriter) Write(line []byte) (int, error) {
	l.logger.Debug("http", "message", string(line))
	return len(line), nil
}

func (s *Server) shut() {
	s.closing.Do(func() { s.err = errors.Join(s.http[0].Close(), s.http[1].Close()) })
}

// Close ends both listeners and every connection.
func (s *Server) Close() error {
	s.stop()
	s.shut()
	s.running.Wait()
	return s.err
}

// URL is the tenant's address without a path, for example http://127.0.0.1:8080.
func (s *Server) URL() string { return s.address }

// Cloud is what the field Cloud offers for this tenant.
func (s *Server) Cloud() connector.Cloud {
	return connector.Cloud{
		ID: connector.CloudDemonstration, Label: "Demonstration tenant", Login: s.address, Graph: s.address,
	}
}

// AuthorizationEndpoint is the address of the sign-in for any tenant.
func (s *Server) AuthorizationEndpoint() string {
	return s.address + "/common/oauth2/v2.0/authorize"
}

// TokenEndpoint is the address of the token endpoint for any tenant.
func (s *Server) TokenEndpoint() string { return s.address + "/common/oauth2/v2.0/token" }

// TenantTokenEndpoint is the address of the tenant's own token endpoint, which
// the client credentials flow needs.
func (s *Server) TenantTokenEndpoint() string {
	return s.address + "/" + s.ID + "/oauth2/v2.0/token"
}

// GraphEndpoint is the address of Graph without the version.
func (s *Server) GraphEndpoint() string { return s.address }

// RedirectURI is the registered redirect URI for native applications.
func (s *Server) RedirectURI() string { return s.address + signin.NativeClientPath }

// ReportURL is the address of the report host without a path.
func (s *Server) ReportURL() string {
	host, _, err := net.SplitHostPort(s.address[len("http://"):])
	if err != nil {
		return ""
	}
	return "http://" + net.JoinHostPort(host, s.reports.Port)
}
