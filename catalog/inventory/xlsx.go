package inventory

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// readXLSX reads a workbook: the first sheet that has a header.
func readXLSX(data []byte) ([]Item, error) {
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: 2 * MaxBytes, UnzipXMLSizeLimit: MaxBytes})
	if err != nil {
		return nil, fmt.Errorf("XLSX: %w", err)
	}
	defer book.Close()
	for _, sheet := range book.GetSheetList() {
		items, err := readSheet(book, sheet)
		if errors.Is(err, errHeader) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("XLSX: sheet %q: %w", sheet, err)
		}
		return items, nil
	}
	return nil, errHeader
}

func readSheet(book *excelize.File, sheet string) ([]Item, error) {
	rows, err := book.Rows(sheet)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	line := 0
	return readRows(func() ([]string, int, error) {
		if !rows.Next() {
			if err := rows.Error(); err != nil {
				return nil, 0, err
			}
			return nil, 0, io.EOF
		}
		line++
		row, err := rows.Columns()
		return row, line, err
	})
}
