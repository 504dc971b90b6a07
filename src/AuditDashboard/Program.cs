using AuditDashboard.Shell;

return await DashboardHost.RunAsync(args, CancellationToken.None);

/// <summary>The entry point; public for test hosts.</summary>
public partial class Program;
