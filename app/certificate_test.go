package app

import (
	"errors"
	"testing"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

func TestWhatIsWrongWithACertificateIsSaidAtItsField(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 1})))
	var problems *workspace.ProblemsError
	if _, err := b.ReadCertificate([]byte("no certificate"), "password"); !errors.As(err, &problems) || len(problems.Problems) != 1 {
		t.Errorf("error = %v, want one problem", err)
	}
}
