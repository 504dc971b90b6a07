using AuditDashboard.Commands;

return await CommandLine.RunAsync(args);

/// <summary>The entry point; public for test hosts.</summary>
public partial class Program;
