namespace AuditDashboard.Kubernetes.Redaction;

/// <summary>A stretch of a record that is to be taken out.</summary>
/// <param name="Start">First byte in the record.</param>
/// <param name="End">First byte after it.</param>
/// <param name="Level">How many strings of JSON the stretch is wrapped in: 0 for a bare value of the record, 1 for text of a string, 2 for text of a string of JSON inside a string.</param>
/// <param name="IsBare">A number: what is put in its place needs quotes.</param>
internal readonly record struct SecretRange(int Start, int End, int Level, bool IsBare);
