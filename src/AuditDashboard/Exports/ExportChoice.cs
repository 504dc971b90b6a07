namespace AuditDashboard.Exports;

/// <summary>A form in which something can be had as a file.</summary>
/// <param name="Format">The form.</param>
/// <param name="About">What it is good for.</param>
/// <param name="Url">Where it is.</param>
public sealed record ExportChoice(ExportFormat Format, string About, string Url);
