// Package all is the list of collectors.
package all

import (
	"guette/collect"
	"guette/collect/certfr"
	"guette/collect/changelog"
	"guette/collect/debian"
	"guette/collect/endoflife"
	"guette/collect/epss"
	"guette/collect/feed"
	"guette/collect/forge"
	"guette/collect/git"
	"guette/collect/kev"
	"guette/collect/osv"
)

// Collectors lists the collectors, in the order of the run report. To add one:
// write its folder, add its line.
var Collectors = []*collect.Collector{
	endoflife.Collector,
	feed.Collector,
	forge.Collector,
	forge.Issues,
	git.Collector,
	osv.Lists,
	osv.Collector,
	kev.Collector,
	certfr.Collector,
	epss.Collector,
	debian.Collector,
	changelog.Collector,
}
