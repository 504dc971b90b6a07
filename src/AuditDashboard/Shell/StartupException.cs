namespace AuditDashboard.Shell;

/// <summary>The program cannot start; each problem is a sentence for people that says what to do.</summary>
public sealed class StartupException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>The problems.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
