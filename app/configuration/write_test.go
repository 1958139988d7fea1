package configuration

import (
	"errors"
	"testing"
)

// refusing is a disk that takes nothing more.
type refusing struct{ err error }

func (r refusing) Write([]byte) (int, error) { return 0, r.err }

func TestWhyAConfigurationCannotBeWrittenIsKept(t *testing.T) {
	full := errors.New("no space left on device")
	if err := Write(refusing{full}, File{}, "head"); !errors.Is(err, full) {
		t.Errorf("error = %v", err)
	}
}
