package notifytest

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
)

// Mail is a letter that the server has taken.
type Mail struct {
	From string
	To   []string
	Data string
	// User and Secret have signed in, by the mechanism Auth; empty when nobody has.
	Auth, User, Secret string
	Encrypted          bool
}

// Behavior is how the mail server is, until it is told otherwise.
type Behavior struct {
	// TLS says that it is encrypted from the start; else it offers STARTTLS, unless Plain.
	TLS, Plain bool
	// Auth are the mechanisms that it offers; without any nobody signs in.
	Auth string
	// Secret is what it takes; any when it is empty.
	Secret string
	// Repeats says that it repeats what it was sent when it refuses whoever signs in.
	Repeats bool
	// Hears is called with each command before it is answered.
	Hears func(command string)
	// WholeNames says that it takes letters only from who greets with a name that has a dot, or an address in
	// brackets, as Postfix does with reject_non_fqdn_helo_hostname.
	WholeNames bool
	// Answers take the place of what it answers to a command, such as RCPT or DATA, the end
	// of the data being ".", or to one with an address, such as "RCPT ben@contoso.com". Drop ends the conversation and Stall says nothing any
	// more; Lose, to the end of the data, takes the letter and ends the conversation without a word.
	Answers map[string]string
}

// What the server does in place of an answer.
const (
	Drop  = "drop"
	Stall = "stall"
	Lose  = "lose"
)

// SMTP is a mail server.
type SMTP struct {
	t           testing.TB
	listener    net.Listener
	certificate tls.Certificate
	work        sync.WaitGroup
	closed      chan struct{}

	mu       sync.Mutex
	behavior Behavior
	mails    []Mail
	open     map[net.Conn]bool
}

// StartSMTP starts a mail server, which ends with the test.
func StartSMTP(t testing.TB, certificate tls.Certificate, b Behavior) *SMTP {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &SMTP{t: t, listener: listener, certificate: certificate, behavior: b, open: map[net.Conn]bool{}, closed: make(chan struct{})}
	s.work.Go(s.accept)
	t.Cleanup(func() {
		close(s.closed)
		_ = listener.Close()
		s.mu.Lock()
		for connection := range s.open {
			_ = connection.Close()
		}
		s.mu.Unlock()
		s.work.Wait()
	})
	return s
}

// Address is its host and port.
func (s *SMTP) Address() string { return s.listener.Addr().String() }

// Set changes how it is.
func (s *SMTP) Set(b Behavior) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.behavior = b
}

// Mails are the letters that it has taken.
func (s *SMTP) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

func (s *SMTP) accept() {
	for {
		connection, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.open[connection] = true
		behavior := s.behavior
		s.mu.Unlock()
		s.work.Go(func() {
			defer func() { _ = connection.Close() }()
			c := &conversation{server: s, Behavior: behavior, connection: connection}
			if behavior.TLS {
				c.encrypt()
			}
			c.reader = bufio.NewReader(c.connection)
			c.run()
		})
	}
}

// conversation is one with a client.
type conversation struct {
	Behavior
	server     *SMTP
	connection net.Conn
	reader     *bufio.Reader
	mail       Mail
	greeted    string
}

func (c *conversation) encrypt() {
	c.connection = tls.Server(c.connection, &tls.Config{Certificates: []tls.Certificate{c.server.certificate}, MinVersion: tls.VersionTLS12})
	c.reader, c.mail.Encrypted = bufio.NewReader(c.connection), true
}

func (c *conversation) say(format string, args ...any) {
	_, _ = fmt.Fprintf(c.connection, format+"\r\n", args...) // who is gone is seen by the next line
}

func (c *conversation) line() (string, bool) {
	line, err := c.reader.ReadString('\n')
	return strings.TrimRight(line, "\r\n"), err == nil
}

// other does what is to be done in place of an answer; done says that there was something.
func (c *conversation) other(command string) (done, goesOn bool) {
	switch answer := c.Answers[command]; answer {
	case "":
		return false, true
	case Drop, Lose:
		return true, false
	case Stall:
		<-c.server.closed
		return true, false
	default:
		c.say("%s", answer)
		return true, true
	}
}

func (c *conversation) run() {
	if done, goesOn := c.other("connect"); done {
		if !goesOn {
			return
		}
	} else {
		c.say("220 mail.test ESMTP")
	}
	for {
		line, there := c.line()
		if !there {
			return
		}
		command, _, _ := strings.Cut(strings.ToUpper(line), " ")
		if c.Hears != nil {
			c.Hears(command)
		}
		if address := addressIn(line); c.Answers[command+" "+address] != "" {
			c.say("%s", c.Answers[command+" "+address])
			continue
		}
		if done, goesOn := c.other(command); !goesOn {
			return
		} else if done {
			continue
		}
		if !c.answer(command, line) {
			return
		}
	}
}

func (c *conversation) answer(command, line string) (goesOn bool) {
	switch command {
	case "EHLO", "HELO":
		_, c.greeted, _ = strings.Cut(line, " ")
		c.say("250-mail.test")
		if !c.mail.Encrypted && !c.Plain {
			c.say("250-STARTTLS")
		}
		if c.Auth != "" {
			c.say("250-AUTH %s", c.Auth)
		}
		c.say("250 8BITMIME")
	case "STARTTLS":
		c.say("220 go on")
		c.encrypt()
	case "AUTH":
		c.signIn(line)
	case "MAIL":
		c.mail.From, c.mail.To = addressIn(line), nil
		c.say("250 ok")
	case "RCPT":
		if c.WholeNames && !strings.ContainsAny(c.greeted, ".[") {
			c.say("504 5.5.2 <%s>: Helo command rejected: need fully-qualified hostname", c.greeted)
			break
		}
		c.mail.To = append(c.mail.To, addressIn(line))
		c.say("250 ok")
	case "DATA":
		c.say("354 go on")
		return c.data()
	case "QUIT":
		c.say("221 bye")
		return false
	default:
		c.say("250 ok")
	}
	return true
}

func (c *conversation) data() (goesOn bool) {
	var text strings.Builder
	for {
		line, there := c.line()
		if !there {
			return false
		}
		if line == "." {
			break
		}
		text.WriteString(strings.TrimPrefix(line, ".") + "\n")
	}
	loses := c.Answers["."] == Lose
	if done, goesOn := c.other("."); done && !loses {
		return goesOn
	}
	c.mail.Data = text.String()
	c.server.mu.Lock()
	c.server.mails = append(c.server.mails, c.mail)
	c.server.mu.Unlock()
	if !loses {
		c.say("250 taken")
	}
	return !loses
}

func (c *conversation) signIn(line string) {
	words := strings.Fields(line)
	c.mail.Auth = words[1]
	argument, sent := "", line
	if len(words) > 2 {
		argument = decoded(words[2])
	}
	switch c.mail.Auth {
	case "PLAIN": // nothing, the user and the password, with zeros between them
		if parts := strings.Split(argument, "\x00"); len(parts) == 3 {
			c.mail.User, c.mail.Secret = parts[1], parts[2]
		}
	case "LOGIN":
		c.say("334 VXNlcm5hbWU6")
		user, _ := c.line()
		c.say("334 UGFzc3dvcmQ6")
		secret, _ := c.line()
		c.mail.User, c.mail.Secret, sent = decoded(user), decoded(secret), secret
	case "SCRAM-SHA-1", "SCRAM-SHA-256": // whose proof takes the place of the secret, and is not looked at
		c.say("334 ")
		first, _ := c.line()
		_, nonce, _ := strings.Cut(decoded(first), ",r=")
		c.say("334 %s", base64.StdEncoding.EncodeToString([]byte("r="+nonce+"more,s=c2FsdA==,i=4096")))
		sent, _ = c.line()
		_, c.mail.Secret, _ = strings.Cut(decoded(sent), ",p=")
	case "XOAUTH2": // user=..., auth=Bearer ..., each behind ^A
		for part := range strings.SplitSeq(argument, "\x01") {
			if user, is := strings.CutPrefix(part, "user="); is {
				c.mail.User = user
			}
			if token, is := strings.CutPrefix(part, "auth=Bearer "); is {
				c.mail.Secret = token
			}
		}
	}
	if c.Secret != "" && c.mail.Secret != c.Secret {
		if c.Repeats {
			c.say("535 5.7.8 bad password for %s (%s)", sent, c.mail.Secret)
			return
		}
		c.say("535 5.7.3 Authentication unsuccessful")
		return
	}
	c.say("235 welcome")
}

func decoded(text string) string {
	content, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return ""
	}
	return string(content)
}

// addressIn is what stands between < and >.
func addressIn(line string) string {
	_, rest, _ := strings.Cut(line, "<")
	address, _, _ := strings.Cut(rest, ">")
	return address
}
