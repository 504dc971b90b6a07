using System.Buffers.Binary;
using System.Text;

namespace AuditDashboard.Tests.SignIn.Raw;

/// <summary>Finds in a batch of what was rendered by which number a button's press is sent. The layout is the framework's: tables of 32-bit numbers, little-endian, at places that stand at the end.</summary>
internal static class RenderedButtons
{
    private const int FrameSize = 20;
    private const int Attribute = 3;

    /// <summary>The number of the handler of presses of the element that has this name for assistive technology; null if the batch has none.</summary>
    public static long? Find(ReadOnlySpan<byte> batch, string label)
    {
        var frames = Number(batch, batch.Length - 16);
        var count = Number(batch, frames);
        long? pressed = null;
        var isMeant = false;
        for (var i = 0; i < count; i++)
        {
            var frame = batch.Slice(frames + sizeof(int) + (i * FrameSize), FrameSize);
            var kind = Number(frame, 0);
            if (kind != Attribute)
            {
                if (isMeant && pressed is not null)
                {
                    return pressed;
                }

                (pressed, isMeant) = (null, false);
                continue;
            }

            switch (Text(batch, Number(frame, 4)))
            {
                case "onclick":
                    pressed = BinaryPrimitives.ReadInt64LittleEndian(frame[12..]);
                    break;
                case "aria-label":
                    isMeant = Text(batch, Number(frame, 8)) == label;
                    break;
                default:
                    break;
            }
        }

        return isMeant ? pressed : null;
    }

    private static int Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static string? Text(ReadOnlySpan<byte> batch, int index)
    {
        if (index < 0)
        {
            return null;
        }

        var at = Number(batch, Number(batch, batch.Length - 4) + (index * sizeof(int)));
        var (length, shift) = (0, 0);
        byte next;
        do
        {
            next = batch[at++];
            length |= (next & 0x7F) << shift;
            shift += 7;
        }
        while (next > 0x7F);

        return Encoding.UTF8.GetString(batch.Slice(at, length));
    }
}
