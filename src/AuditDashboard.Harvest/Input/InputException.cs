namespace AuditDashboard.Harvest.Input;

/// <summary>Input cannot be read; the message is a sentence for people that names the file.</summary>
public sealed class InputException : Exception
{
    /// <summary>Makes one with a sentence.</summary>
    public InputException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a sentence and its cause.</summary>
    public InputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
