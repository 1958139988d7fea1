package metrics

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"inventorybeacon/connector"
)

// longestScrape is how long reading all numbers may take: Prometheus waits ten seconds
// unless told otherwise.
const longestScrape = 9 * time.Second

// AddressError is an address at which nothing is answered.
type AddressError struct {
	Address string
	// Public says that other computers could reach it, and nobody has asked for that; else
	// it is no address.
	Public bool
}

func (e *AddressError) Error() string { return fmt.Sprintf("not answering at %q", e.Address) }

// Message implements [connector.Explained].
func (e *AddressError) Message() connector.Message {
	id := "metrics.address"
	if e.Public {
		id = "metrics.public"
	}
	return connector.Message{ID: id, Data: connector.Data{"Address": e.Address}}
}

// CheckAddress says what is wrong with an address to listen at, such as 127.0.0.1:9187, which
// other computers can reach only when public. The error is an [AddressError].
func CheckAddress(address string, public bool) error {
	host, port, err := net.SplitHostPort(address)
	if err == nil {
		_, err = net.LookupPort("tcp", port)
	}
	if err != nil {
		return &AddressError{Address: address}
	}
	if !public && !connector.IsLoopback(host) {
		return &AddressError{Address: address, Public: true}
	}
	return nil
}

// Server answers /metrics and /healthz.
type Server struct {
	monitor *Monitor
	public  bool
	http    http.Server
	socket  net.Listener
	served  chan struct{}
}

// Listen answers at an address that [CheckAddress] has passed, until Close.
func Listen(ctx context.Context, monitor *Monitor, address string, public bool) (*Server, error) {
	socket, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, connector.NewError(connector.Message{ID: "metrics.listen", Data: connector.Data{"Address": address}, Reference: err.Error()},
			err)
	}
	s := &Server{monitor: monitor, public: public, socket: socket, served: make(chan struct{})}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", s.metrics)
	mux.HandleFunc("GET /healthz", s.healthz)
	s.http = http.Server{
		Handler: s.onlyHere(mux), ReadTimeout: 10 * time.Second, WriteTimeout: 20 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 16 << 10, ErrorLog: slog.NewLogLogger(monitor.beacon.Log().Handler(), slog.LevelDebug),
	}
	go func() {
		defer close(s.served)
		_ = s.http.Serve(socket) // until Close
	}()
	return s, nil
}

// Address is where it listens.
func (s *Server) Address() string { return s.socket.Addr().String() }

// Close ends it at once: who asks will ask again.
func (s *Server) Close() {
	_ = s.http.Close()
	<-s.served
}

// onlyHere refuses requests for other hosts where only this computer may ask: a web page
// could have its own name lead to it (DNS rebinding), and read what tenants there are.
func (s *Server) onlyHere(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if name, _, err := net.SplitHostPort(host); err == nil {
			host = name
		}
		host = strings.Trim(host, "[]")
		if _, err := netip.ParseAddr(host); !s.public && err != nil && !connector.IsLoopback(host) {
			http.Error(w, "ask for the address by which this computer knows itself", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) metrics(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), longestScrape)
	defer cancel()
	p, err := s.monitor.collect(ctx)
	if err != nil {
		if !errors.Is(err, context.Canceled) {
			s.monitor.beacon.Log().Error("reading the metrics", "error", err)
		}
		http.Error(w, "the numbers could not be read; the log says why", http.StatusServiceUnavailable)
		return
	}
	var body bytes.Buffer
	_ = p.writeTo(&body) // into memory
	w.Header().Set("Content-Type", contentType)
	_, _ = w.Write(body.Bytes()) // who asks may be gone
}

func (s *Server) healthz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), longestScrape)
	defer cancel()
	health := s.monitor.health(ctx)
	body, err := json.Marshal(health)
	if err != nil {
		http.Error(w, fmt.Sprint(err), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if !health.Healthy {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_, _ = w.Write(append(body, '\n')) // who asks may be gone
}
