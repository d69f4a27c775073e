package demo

// mit is the MIT licence of the demo's programs.
const mit = `MIT License

Copyright (c) 2019 The authors

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
`

// busl is the head of a licence that restricts use.
const busl = `Business Source License 1.1

Licensor:             Estuaire SARL (fictional)
Licensed Work:        Estuaire 5.0
Additional Use Grant: None
Change Date:          2030-07-01
Change License:       Apache License, Version 2.0

The Licensor hereby grants you the right to copy, modify, create derivative
works, redistribute, and make non-production use of the Licensed Work.
`

// beffroiChanges is the changelog of the web server of the demo.
const beffroiChanges = `# Changelog

## [2.4.1] - 2026-07-16

### Security

- Reject request lines that smuggle a second request (CVE-2026-9900001)

### Fixed

- Keep the date of the log when the clock steps back

## [2.4.0] - 2026-07-02

### Added

- Serve files over HTTP/3
- Reload certificates without a restart

### Removed

- Drop the old configuration format of the 1.x series

## [2.3.7] - 2026-05-12

### Fixed

- Close idle connections in time
`

const beffroiChangesMay = `# Changelog

## [2.3.7] - 2026-05-12

### Fixed

- Close idle connections in time
`
