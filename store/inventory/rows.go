package inventory

import "database/sql"

// column reads the only column of rows and closes them.
func column[T any](rows *sql.Rows) ([]T, error) {
	return collect(rows, func(value *T) []any { return []any{value} })
}

// collect reads rows and closes them; fields says where the columns go.
func collect[T any](rows *sql.Rows, fields func(*T) []any) ([]T, error) {
	defer func() { _ = rows.Close() }()
	var all []T
	for rows.Next() {
		var one T
		if err := rows.Scan(fields(&one)...); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}
