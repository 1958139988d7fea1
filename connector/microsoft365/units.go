package microsoft365

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// units is a number of licenses. Some services behind Graph print numbers as
// decimals ("7.0") or as text; null is none. Text without a number is no number.
type units int

// UnmarshalJSON implements [json.Unmarshaler].
func (u *units) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*u = 0
		return nil
	}
	text := strings.Trim(string(data), `"`)
	number, err := strconv.ParseFloat(text, 64)
	if err != nil || number != math.Trunc(number) || math.Abs(number) > math.MaxInt32 {
		return fmt.Errorf("%s is not a number of units", data)
	}
	*u = units(number)
	return nil
}
