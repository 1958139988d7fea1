package central

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/ui/session"
)

// choose asks for a PEM file and hands its content on.
func (d *showing) choose(title string, take func(content []byte) *connector.Problem) {
	d.session.OpenFile(title, []string{".pem", ".crt", ".cer", ".key"}, func(file fyne.URIReadCloser) {
		session.Go(d.session, d.session.Context(), func(context.Context) ([]byte, error) {
			defer func() { _ = file.Close() }()
			return centralsettings.ReadFile(file)
		}, func(content []byte, err error) {
			if err != nil {
				d.session.Fail(lang.L("The file could not be read"), err)
				return
			}
			if problem := take(content); problem != nil {
				d.showProblems([]app.Problem{workspace.InWords(*problem)})
				return
			}
			d.form.ClearProblems()
			d.showSecrets()
			d.frame.Relayout()
		})
	})
}

// chooseCertificate takes a certificate with its key or, after one without, the key alone.
func (d *showing) chooseCertificate() {
	d.choose(lang.L("Choose a Certificate"), func(content []byte) *connector.Problem {
		certificate, key, problem := centralsettings.Certificate(content)
		if problem != nil {
			if key, none := centralsettings.PrivateKey(content); none == nil && d.certificate != "" {
				d.key = &key
				return nil
			}
			return problem
		}
		d.certificate, d.key = certificate, &key // the key that is stored belongs to another one
		if key == "" {
			return &connector.Problem{Field: centralsettings.FieldKey, Message: connector.Message{ID: "central.field.no-key"}}
		}
		return nil
	})
}

func (d *showing) dropCertificate() {
	none := connector.Secret("")
	d.certificate, d.key = "", &none
	if d.stored.Key.IsZero() {
		d.key = nil
	}
	d.form.SetProblem(rowCertificate, "")
	d.showSecrets()
}

func (d *showing) chooseAuthorities() {
	d.choose(lang.L("Choose the certificates of the authority"), func(content []byte) (problem *connector.Problem) {
		ca, problem := centralsettings.Authorities(content)
		if problem == nil {
			d.authorities = ca
		}
		return problem
	})
}

func (d *showing) dropAuthorities() {
	d.authorities = ""
	d.form.SetProblem(rowCA, "")
	d.showSecrets()
}
