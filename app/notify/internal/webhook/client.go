package webhook

import (
	"crypto/x509"
	"errors"
	"net/http"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network"
)

// Client returns a client that reaches hosts through a proxy, if one is used, and signs in there as connections do. It follows no
// redirect, for what is sent is, or goes to, a secret. An error of the proxy is an [Error]. Only the authorities in roots are trusted,
// those of this computer when it is nil. Whoever has used it closes its idle connections.
func Client(proxy connector.Proxy, password connector.Secret, roots *x509.CertPool) (*http.Client, error) {
	client, err := network.NewClient(connector.Access{
		Connection: connector.Connection{Proxy: proxy}, Secrets: connector.Secrets{ProxyPassword: password},
	}, roots)
	if err != nil {
		return nil, proxyFailed(err)
	}
	client.Transport = transport{client.Transport}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return client, nil
}

// transport has the errors of proxies say what is to be done in a channel, and begins TLS in the other way where that is not answered:
// nobody sends a webhook or asks for a token again for a while.
type transport struct{ http.RoundTripper }

// RoundTrip implements [http.RoundTripper].
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := network.Do(t.RoundTripper.RoundTrip, r)
	return answer, proxyFailed(err)
}

// CloseIdleConnections lets [http.Client.CloseIdleConnections] reach the pool.
func (t transport) CloseIdleConnections() {
	if pool, has := t.RoundTripper.(interface{ CloseIdleConnections() }); has {
		pool.CloseIdleConnections()
	}
}

// proxyFailed is the [Error] of a failure that is the proxy's, and any other failure as it is.
func proxyFailed(err error) error {
	var failed *network.ProxyError
	if !errors.As(err, &failed) {
		return err
	}
	fault := Proxy
	if failed.Fault == network.ProxyAuthentication {
		fault = ProxySignIn
	}
	return &Error{Fault: fault, Host: failed.Server, Status: failed.Status, Err: failed}
}
