package central

import (
	"context"
	"fmt"
	"os"
	"slices"

	"inventorybeacon/app"
	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/secretfile"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

type setCommand struct {
	Server       *string  `help:"Host and port of the server, such as db.example.com:5432." placeholder:"HOST:PORT"`
	Database     *string  `help:"Name of the database." placeholder:"DB"`
	User         *string  `help:"User of the database." placeholder:"USER"`
	PasswordFile string   `help:"File with the password of the user, or - for standard input." placeholder:"FILE|-"`
	Schema       *string  `help:"Schema with the tables and views; beacon when not set." placeholder:"NAME"`
	TLS          *string  `name:"tls" help:"verify-full: with TLS, and only to the server that the certificate names; require: with TLS, whoever answers; disable: everybody on the way can read. verify-full when not set." placeholder:"MODE"`
	CA           string   `name:"ca" help:"PEM file with the certificates of the authority that signed the server's, for verify-full; else those of the system count." placeholder:"FILE"`
	NoCA         bool     `name:"no-ca" help:"Let the authorities of the system count again."`
	Certificate  string   `help:"PEM file with the certificate of the user, and mostly its private key." placeholder:"FILE"`
	Key          string   `help:"PEM file with the private key, when it is not in the file of the certificate." placeholder:"FILE"`
	RemoveSecret []string `help:"Remove what is stored: password or certificate (with its key). Can be given several times." enum:"password,certificate" placeholder:"SECRET"`
}

func (cmd setCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	s, known, err := beacon.CentralSettings.Get(ctx)
	if err != nil {
		return err
	}
	for _, given := range []struct{ from, into *string }{
		{cmd.Server, &s.Server}, {cmd.Database, &s.Database}, {cmd.User, &s.User}, {cmd.Schema, &s.Schema}, {cmd.TLS, &s.TLS},
	} {
		if given.from != nil {
			*given.into = *given.from
		}
	}
	changes, err := cmd.secrets(c, &s)
	if err != nil {
		return err
	}
	if err := beacon.CentralSettings.Set(ctx, s, changes); err != nil {
		return err
	}
	if !known {
		c.Note("Try it with: %s central test", c.Program())
	}
	if c.JSON {
		return printCentral(ctx, c, beacon)
	}
	c.Note("The central database is set up.")
	return nil
}

// secrets reads the files that are given into the settings and the changes of their secrets.
func (cmd setCommand) secrets(c *console.Console, s *centralsettings.Settings) (changes centralsettings.SecretChanges, err error) {
	none := connector.Secret("")
	removes := func(name string) bool { return slices.Contains(cmd.RemoveSecret, name) }
	switch {
	case removes("password") && cmd.PasswordFile != "":
		return changes, console.UsageErrorf("--remove-secret %s and --%s exclude each other", "password", "password-file")
	case removes("certificate") && (cmd.Certificate != "" || cmd.Key != ""):
		return changes, console.UsageErrorf("--remove-secret %s and --%s exclude each other", "certificate", "certificate")
	case cmd.NoCA && cmd.CA != "":
		return changes, console.UsageErrorf("--ca and --no-ca exclude each other")
	case removes("password"):
		changes.Password = &none
	case cmd.PasswordFile != "":
		password, err := c.ReadSecretFor("central set", secretfile.Text, "password-file", cmd.PasswordFile)
		if err != nil {
			return changes, err
		}
		changes.Password = &password
	}
	if cmd.NoCA {
		s.CA = ""
	}
	if removes("certificate") {
		s.Certificate, changes.Key = "", &none
	}
	return changes, cmd.certificates(s, &changes)
}

// certificates reads the PEM files.
func (cmd setCommand) certificates(s *centralsettings.Settings, changes *centralsettings.SecretChanges) error {
	refused := func(problem *connector.Problem) error {
		if problem == nil {
			return nil
		}
		return workspace.Refused(*problem)
	}
	if cmd.CA != "" {
		content, err := readPEM("ca", cmd.CA)
		if err != nil {
			return err
		}
		var problem *connector.Problem
		if s.CA, problem = centralsettings.Authorities(content); problem != nil {
			return refused(problem)
		}
	}
	if cmd.Certificate != "" {
		content, err := readPEM("certificate", cmd.Certificate)
		if err != nil {
			return err
		}
		certificate, key, problem := centralsettings.Certificate(content)
		if problem != nil {
			return refused(problem)
		}
		s.Certificate, changes.Key = certificate, &key // the stored key belongs to another one
	}
	if cmd.Key != "" {
		content, err := readPEM("key", cmd.Key)
		if err != nil {
			return err
		}
		key, problem := centralsettings.PrivateKey(content)
		changes.Key = &key
		return refused(problem)
	}
	return nil
}

// readPEM reads a file of certificates or a key. An empty one is left to those who look for
// them in it, and so is one that is too large.
func readPEM(option, path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	content, err := centralsettings.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading the file of --%s: %w", option, err)
	}
	return content, nil
}
