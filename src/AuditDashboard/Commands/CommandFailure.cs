namespace AuditDashboard.Commands;

/// <summary>A command ends here: sentences for standard error and the exit code.</summary>
internal sealed class CommandFailure : Exception
{
    /// <summary>Ends with one sentence.</summary>
    public CommandFailure(int exitCode, string message)
        : base(message)
    {
        ExitCode = exitCode;
        Sentences = [message];
    }

    /// <summary>Ends with several sentences, a line each.</summary>
    public CommandFailure(int exitCode, IReadOnlyList<string> sentences)
        : base(string.Join('\n', sentences))
    {
        ExitCode = exitCode;
        Sentences = sentences;
    }

    /// <summary>What the process returns.</summary>
    public int ExitCode { get; }

    /// <summary>What standard error says, a line each.</summary>
    public IReadOnlyList<string> Sentences { get; }
}
