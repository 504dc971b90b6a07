namespace AuditDashboard.Storage.Turns;

/// <summary>
/// For whom the running operation reads: reads of one person wait for each other, see <see cref="ReadTurns"/>. Holds for everything that the operation does,
/// also on other threads that it starts. Nobody is waited for where none was entered: the command line, the program's own jobs, and whoever has not signed in.
/// </summary>
public static class ReadingPerson
{
    private static readonly AsyncLocal<string?> Running = new();

    /// <summary>The person's name; null for nobody.</summary>
    public static string? Current => Running.Value;

    /// <summary>Makes this the person of everything that the caller does from here on, until what is returned is disposed.</summary>
    /// <param name="name">The person's name; null for nobody.</param>
    public static IDisposable Enter(string? name)
    {
        var before = Running.Value;
        Running.Value = name;
        return new Left(before);
    }

    private sealed class Left(string? before) : IDisposable
    {
        public void Dispose() => Running.Value = before;
    }
}
