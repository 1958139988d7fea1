package connector

import "testing"

func TestSizeIsRounded(t *testing.T) {
	for size, want := range map[Size]string{
		0: "0 bytes", 1023: "1023 bytes", 1024: "1 KiB", 3_500: "3 KiB", 12 << 20: "12 MiB", 3 << 29: "1.5 GiB", 1 << 42: "4096.0 GiB",
	} {
		if got := size.String(); got != want {
			t.Errorf("%d is %s, want %s", int64(size), got, want)
		}
	}
}
