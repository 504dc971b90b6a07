using System.Text;

namespace AuditDashboard.Commands.Output;

/// <summary>Prints columns for people. Widths come from the first rows; the last column is not padded. Control characters are shown as escapes.</summary>
internal sealed class TableRowWriter : RowWriter
{
    private const int RowsMeasured = 500;
    private const int WidestColumn = 60;
    private readonly List<string[]> _waiting = [];
    private readonly int[] _widths;
    private bool _hasHeader;

    /// <summary>Makes a writer.</summary>
    public TableRowWriter(Stream output, IReadOnlyList<string> columns)
        : base(output)
    {
        _widths = new int[columns.Count];
        Hold([.. columns.Select(ControlCharacters.Escape)]);
    }

    /// <inheritdoc/>
    public override void Complete() => Release();

    /// <inheritdoc/>
    protected override void WriteRow(ReadOnlySpan<Cell> cells)
    {
        var row = new string[cells.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            row[i] = ControlCharacters.Escape(cells[i].Text ?? "-");
        }

        if (_hasHeader)
        {
            Print(row);
            return;
        }

        Hold(row);
        if (_waiting.Count > RowsMeasured)
        {
            Release();
        }
    }

    private void Hold(string[] row)
    {
        _waiting.Add(row);
        for (var i = 0; i < row.Length; i++)
        {
            _widths[i] = Math.Max(_widths[i], Math.Min(row[i].Length, WidestColumn));
        }
    }

    private void Release()
    {
        if (_hasHeader)
        {
            return;
        }

        _hasHeader = true;
        Print(_waiting[0]);
        Print([.. _widths.Select((width, i) => new string('-', i == _widths.Length - 1 ? Math.Max(1, _waiting[0][i].Length) : Math.Max(1, width)))]);
        foreach (var row in _waiting.Skip(1))
        {
            Print(row);
        }

        _waiting.Clear();
    }

    private void Print(string[] row)
    {
        var line = new StringBuilder();
        for (var i = 0; i < row.Length; i++)
        {
            _ = i == row.Length - 1 ? line.Append(row[i]) : line.Append(row[i].PadRight(_widths[i])).Append("  ");
        }

        Output.Write(Encoding.UTF8.GetBytes(line.Append('\n').ToString()));
    }
}
