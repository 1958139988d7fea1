//go:build !linux

package outputfile

import (
	"errors"
	"os"
)

func createUnnamed(string) (*os.File, error) { return nil, errors.ErrUnsupported }

func nameUnnamed(*os.File, string) (string, error) { return "", errors.ErrUnsupported }
