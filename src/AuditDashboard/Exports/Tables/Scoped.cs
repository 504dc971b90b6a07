using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage;

namespace AuditDashboard.Exports.Tables;

/// <summary>What the address of a page with cluster and window asks for.</summary>
/// <param name="Scope">Cluster and range.</param>
/// <param name="Window">The range at the time of the request.</param>
internal sealed record Scoped(PageScope Scope, TimeWindow Window);

/// <summary>What the address of a page with cluster and window asks for, and what narrows it.</summary>
/// <typeparam name="TState">What the page's address holds beside them.</typeparam>
/// <param name="Scope">Cluster and range.</param>
/// <param name="Window">The range at the time of the request.</param>
/// <param name="State">What narrows the list.</param>
internal sealed record Scoped<TState>(PageScope Scope, TimeWindow Window, TState State);

/// <summary>What an address asks for that narrows nothing: all of a list.</summary>
internal sealed record WholeList;
