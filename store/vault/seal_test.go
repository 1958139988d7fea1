package vault

import (
	"bytes"
	"errors"
	"testing"
)

func testSealer(t testing.TB) sealer {
	s, err := newSealer(bytes.Repeat([]byte{7}, keySize))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSealedValueOpensOnlyInItsPlace(t *testing.T) {
	s := testSealer(t)
	sealed := s.Seal("id-1", "refresh-token", []byte("value"))
	if value, err := s.open("id-1", "refresh-token", sealed); err != nil || string(value) != "value" {
		t.Fatalf("open = %q, %v", value, err)
	}
	for name, place := range map[string][2]string{
		"another connection": {"id-2", "refresh-token"},
		"another field":      {"id-1", "client-secret"},
		"shifted border":     {"id-1refresh", "-token"},
	} {
		if _, err := s.open(place[0], place[1], sealed); !errors.Is(err, errNotOpened) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if again := s.Seal("id-1", "refresh-token", []byte("value")); bytes.Equal(again, sealed) {
		t.Error("the same value was sealed twice to the same bytes: the nonce is not fresh")
	}
	other, err := newSealer(bytes.Repeat([]byte{8}, keySize))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.open("id-1", "refresh-token", sealed); !errors.Is(err, errNotOpened) {
		t.Errorf("another key: %v", err)
	}
}

func TestEveryAlteredByteIsNoticed(t *testing.T) {
	s := testSealer(t)
	sealed := s.Seal("id", DraftField, []byte("some value"))
	for i := range sealed {
		altered := bytes.Clone(sealed)
		altered[i] ^= 1
		if _, err := s.open("id", DraftField, altered); !errors.Is(err, errNotOpened) {
			t.Errorf("byte %d altered: %v", i, err)
		}
		if _, err := s.open("id", DraftField, sealed[:i]); !errors.Is(err, errNotOpened) {
			t.Errorf("cut to %d bytes: %v", i, err)
		}
	}
}

// FuzzOpen wants an error for everything that was not sealed, and never a panic.
func FuzzOpen(f *testing.F) {
	s := testSealer(f)
	sealed := s.Seal("id", DraftField, []byte("value"))
	f.Add("id", DraftField, sealed)
	f.Add("id", DraftField, sealed[:13])
	f.Add("", "", []byte{sealVersion})
	f.Add("id", "client-secret", []byte{})
	f.Add("id", DraftField, bytes.Repeat([]byte{0xff}, 100))
	f.Fuzz(func(t *testing.T, id, field string, data []byte) {
		value, err := s.open(id, field, data)
		if err == nil && (id != "id" || field != DraftField || string(value) != "value") {
			t.Errorf("open(%q, %q, %x) = %q", id, field, data, value)
		}
		back, err := s.open(id, field, s.Seal(id, field, data))
		if err != nil || !bytes.Equal(back, data) {
			t.Errorf("sealed and opened: %q became %q, %v", data, back, err)
		}
	})
}
