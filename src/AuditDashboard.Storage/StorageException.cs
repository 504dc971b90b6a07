namespace AuditDashboard.Storage;

/// <summary>The database cannot be used; the message is a sentence for people.</summary>
public sealed class StorageException : Exception
{
    /// <summary>Makes one with a sentence.</summary>
    public StorageException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a sentence and its cause.</summary>
    public StorageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
