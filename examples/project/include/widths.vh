// Widths that several blocks share.
`ifndef WIDTHS_VH
`define WIDTHS_VH
`define CONFIG_BITS 8
`define TIMER_BITS 6
`endif
