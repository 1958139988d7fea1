package entra

import "net"

// tlsRecord is the first byte of a TLS handshake (RFC 8446 section 5.1); no request of HTTP begins with it.
const tlsRecord = 0x16

// httpsWatcher is a listener that notices browsers that insist on https, as they do when they have been
// told to, or when something else on localhost has asked them to (HSTS). They show a page of their own then, and the
// sign-in would wait for an answer that they have and cannot deliver.
type httpsWatcher struct {
	net.Listener
	noticed func()
}

// Accept implements [net.Listener].
func (w httpsWatcher) Accept() (net.Conn, error) {
	conn, err := w.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &watchedConn{Conn: conn, noticed: w.noticed}, nil
}

// watchedConn looks at the first byte that comes.
type watchedConn struct {
	net.Conn
	noticed func()
	begun   bool
}

// Read implements [net.Conn].
func (c *watchedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 && !c.begun {
		c.begun = true
		if p[0] == tlsRecord {
			c.noticed()
		}
	}
	return n, err
}
