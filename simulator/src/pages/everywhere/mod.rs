//! Pages outside a flow's steps.
