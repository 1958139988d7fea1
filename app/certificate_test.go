package app

import (
	"errors"
	"testing"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector/demotenant"
)

func TestWhatIsWrongWithACertificateIsSaidAtItsField(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(startTenant(t, demotenant.Options{Users: 1})))
	var problems *workspace.ProblemsError
	if _, err := b.ReadCertificate([]byte("no certificate"), "password"); !errors.As(err, &problems) || len(problems.Problems) != 1 {
		t.Errorf("error = %v, want one problem", err)
	}
}
