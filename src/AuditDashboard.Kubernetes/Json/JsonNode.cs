using System.Text.Json;

namespace AuditDashboard.Kubernetes.Json;

/// <summary>One value of a parsed record. Offsets are bytes of the record; strings and names are without their quotes and still escaped.</summary>
internal struct JsonNode
{
    /// <summary>Start of the member's name; -1 for array elements and the root.</summary>
    public int NameStart;

    /// <summary>Length of the member's name.</summary>
    public int NameLength;

    /// <summary>Start of the value; for containers their opening bracket.</summary>
    public int Start;

    /// <summary>Length of the value; containers include both brackets.</summary>
    public int Length;

    /// <summary>Index of the first node after this value and all that it holds.</summary>
    public int Next;

    /// <summary>StartObject, StartArray, String, Number, True, False or Null.</summary>
    public JsonTokenType Type;

    /// <summary>The name holds a backslash.</summary>
    public bool NameEscaped;

    /// <summary>The string holds a backslash.</summary>
    public bool ValueEscaped;
}
