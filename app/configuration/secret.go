package configuration

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"inventorybeacon/app/secretfile"
	"inventorybeacon/connector"
)

// reference is where a secret is read from: a file or a variable of the environment.
type reference struct {
	key       string // without File or Env
	file, env string
}

// references are those of the secrets of a connection.
func (c Connection) references() connector.BySecret[reference] {
	return connector.BySecret[reference]{
		RefreshToken:        reference{"refreshToken", c.RefreshTokenFile, c.RefreshTokenEnv},
		ClientSecret:        reference{"clientSecret", c.ClientSecretFile, c.ClientSecretEnv},
		ProxyPassword:       reference{"proxyPassword", c.ProxyPasswordFile, c.ProxyPasswordEnv},
		Certificate:         reference{"certificate", c.CertificateFile, c.CertificateEnv},
		CertificatePassword: reference{"certificatePassword", c.CertificatePasswordFile, c.CertificatePasswordEnv},
	}
}

// Secrets reads the secrets that the connection refers to; those it does not refer to are
// nil.
func (c Connection) Secrets(
	lookup func(variable string) (value string, found bool),
) (secrets connector.BySecret[*connector.Secret], problems []Problem) {
	references := c.references()
	into := secrets.Values()
	for i, r := range references.Values() {
		read := secretfile.Text
		if connector.SecretFields[i] == connector.FieldCertificate {
			read = secretfile.Bytes
		}
		secret, problem := c.At.secret(*r, read, lookup)
		if problem != nil {
			problems = append(problems, *problem)
		}
		*into[i] = secret
	}
	return secrets, problems
}

// secret reads the secret that an entry refers to; nil where it refers to none.
func (p Places) secret(
	r reference, read func(io.Reader) (connector.Secret, error), lookup func(string) (string, bool),
) (*connector.Secret, *Problem) {
	byFile, byVariable := p.Given(r.key+"File"), p.Given(r.key+"Env")
	if !byFile && !byVariable {
		return nil, nil
	}
	place := p.Of(r.key+"Env", r.key+"File")
	if byFile && byVariable {
		return nil, &Problem{place, connector.Message{ID: "configuration.secret.both", Data: connector.Data{"Key": r.key}}}
	}
	secret, wrong := r.read(p, read, lookup)
	if wrong.ID != "" {
		return nil, &Problem{place, wrong}
	}
	return &secret, nil
}

// KeysOf are the keys in which a field of a connection may stand.
func KeysOf(field connector.Field) []string {
	words := strings.Split(string(field), "-")
	key := words[0]
	for _, word := range words[1:] {
		key += strings.ToUpper(word[:1]) + word[1:]
	}
	switch field {
	case connector.FieldProxyFrom, connector.FieldProxyServer, connector.FieldProxyUsername, connector.FieldProxyScript,
		connector.FieldProxyExceptions:
		return []string{"proxy." + words[1], "proxy"}
	default:
		return []string{key, key + "File", key + "Env"}
	}
}

func (r reference) read(
	at Places, read func(io.Reader) (connector.Secret, error), lookup func(string) (string, bool),
) (connector.Secret, connector.Message) {
	data := connector.Data{"Name": r.env}
	var secret connector.Secret
	var err error
	if r.env != "" || r.file == "" {
		value, found := lookup(r.env)
		if !found {
			return "", connector.Message{ID: "configuration.secret.variable", Data: data}
		}
		secret, err = read(strings.NewReader(value))
	} else {
		path := at.Path(r.file)
		data["Name"] = path
		file, failed := os.Open(path)
		if failed != nil {
			return "", unreadable(path, failed)
		}
		defer func() { _ = file.Close() }()
		secret, err = read(file)
	}
	switch {
	case errors.Is(err, secretfile.ErrEmpty):
		return "", connector.Message{ID: "configuration.secret.empty", Data: data}
	case errors.Is(err, secretfile.ErrTooLong):
		return "", connector.Message{ID: "configuration.secret.long", Data: data}
	case err != nil:
		return "", connector.Message{ID: "configuration.secret.no-text", Data: data}
	}
	return secret, connector.Message{}
}

// unreadable says why a file cannot be read.
func unreadable(path string, err error) connector.Message {
	if cause := (*fs.PathError)(nil); errors.As(err, &cause) {
		err = cause.Err
	}
	return connector.Message{ID: "configuration.secret.unreadable", Data: connector.Data{"Name": path, "Reason": err}}
}
