package tables

import (
	"database/sql"
	"database/sql/driver"
	"fmt"

	"inventorybeacon/connector"
)

// assign puts a value of the driver's into a field. What fields of rows are it knows itself,
// and needs no reflection for; the rest is left to [sql.Null], which does as [sql.Rows] does.
func assign(field any, value driver.Value) error {
	number, is := value.(int64)
	switch field := field.(type) {
	case *string:
		if text, isText := value.(string); isText {
			*field = text
			return nil
		}
	case *int64:
		if is {
			*field = number
			return nil
		}
	case *bool:
		if is && (number == 0 || number == 1) {
			*field = number == 1
			return nil
		}
	case *connector.Date:
		if is {
			*field = connector.Date(number)
			return nil
		}
	case sql.Scanner:
		return field.Scan(value)
	}
	return fmt.Errorf("a value of type %T cannot be read into a field of type %T", value, field)
}
