package connection

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/session"
)

// largestCertificateFile is far above any certificate with its key.
const largestCertificateFile = 1 << 20

// chooseCertificate takes a PEM or PFX file with a certificate and its key.
func (d *showing) chooseCertificate() {
	d.session.OpenFile(lang.L("Choose a Certificate"), []string{".pem", ".pfx", ".p12"}, d.loadCertificate)
}

func (d *showing) loadCertificate(file fyne.URIReadCloser) {
	session.Go(d.session, d.session.Context(), func(context.Context) ([]byte, error) {
		defer func() { _ = file.Close() }()
		content, err := io.ReadAll(io.LimitReader(file, largestCertificateFile+1))
		if err == nil && len(content) > largestCertificateFile {
			err = fmt.Errorf("reading %s: longer than a certificate", file.URI().Name())
		}
		return content, err
	}, func(content []byte, err error) {
		if err != nil {
			d.session.Fail(lang.L("The file could not be read"), err)
			return
		}
		if len(bytes.TrimSpace(content)) == 0 { // which would remove the stored one
			d.form.SetProblem(string(connector.FieldCertificate), lang.L("The file is empty: choose one with certificate and key."))
			d.frame.Relayout()
			return
		}
		d.useCertificate(string(content))
	})
}

// useCertificate takes the content of a file, or a reference to a stored certificate, for OK.
func (d *showing) useCertificate(content string) {
	d.certificate = secret(content)
	d.readCertificate()
}

// readCertificate shows what the chosen file holds, as far as its password lets, or whether a password that was typed alone opens the
// certificate that is there. One read goes on at a time: what is typed meanwhile is read after it, so that what was typed last is what
// is shown.
func (d *showing) readCertificate() {
	if d.reading {
		d.readAgain = true
		return
	}
	d.unusable = nil
	e := d.collect()
	if d.certificate == nil && (e.changes.CertificatePassword == nil || e.changes.ClientSecret != nil) {
		d.showCertificate()
		return
	}
	d.reading = true
	session.Go(d.session, d.session.Context(), func(ctx context.Context) (connector.Certificate, error) {
		err := d.session.Beacon.ChooseCredential(ctx, &e.connection, &e.changes)
		return e.connection.Certificate, err
	}, func(facts connector.Certificate, err error) {
		d.reading = false
		if d.readAgain {
			d.readAgain = false
			d.readCertificate()
			return
		}
		var refused *workspace.ProblemsError
		switch {
		case errors.As(err, &refused):
			d.unusable = refused.Problems
		case err != nil:
			d.session.Fail(lang.L("The certificate could not be read"), err)
			return
		}
		d.connection.Certificate = facts
		d.showCertificate()
	})
}

// showCertificate shows what is known of the certificate, and what is wrong with it.
func (d *showing) showCertificate() {
	d.form.SetProblem(string(connector.FieldCertificate), "")
	d.form.SetProblem(string(connector.FieldCertificatePassword), "")
	for _, p := range d.unusable {
		d.form.SetProblem(string(p.Field), p.Message)
	}
	d.showSecrets()
	d.frame.Relayout()
}

// certificateState says which certificate is there; nothing when none is.
func certificateState(c connector.Certificate, chosen bool) string {
	switch {
	case c.Subject != "":
		return format.Certificate(c)
	case chosen:
		return lang.L("chosen, not read yet")
	default:
		return ""
	}
}
