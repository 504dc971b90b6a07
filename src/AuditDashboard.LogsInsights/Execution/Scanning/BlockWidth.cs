using System.Runtime.Intrinsics;

namespace AuditDashboard.LogsInsights.Execution.Scanning;

/// <summary>How wide the vectors of a walk are.</summary>
internal enum BlockWidth
{
    Bits128,
    Bits256,
    Bits512,
}

/// <summary>Chooses a width.</summary>
internal static class BlockWidths
{
    /// <summary>The widest that this machine has; 128 bits work on all, if need be without vectors.</summary>
    public static readonly BlockWidth Best =
        Vector512.IsHardwareAccelerated ? BlockWidth.Bits512 : Vector256.IsHardwareAccelerated ? BlockWidth.Bits256 : BlockWidth.Bits128;
}
