using System.Runtime.ExceptionServices;

namespace AuditDashboard.Harvest.Input;

/// <summary>
/// Reads blocks on all cores and gives them in the order of the input. Whoever has nothing else to do reads the next block, one at a time, and then
/// recognises what is in it while the next one reads on: so decompression and recognition go on side by side too.
/// </summary>
internal sealed class BlockScan : IDisposable
{
    private readonly object _gate = new(); // waited on as well, which a Lock cannot
    private readonly Queue<InputBlock> _inOrder = new();
    private readonly Stack<InputBlock> _free = new();
    private readonly BlockReader _reader;
    private readonly Func<PlainJudge> _judges;
    private readonly PlainJudge _judge;
    private readonly int _maxLineBytes;
    private readonly int _threads;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _wakeUp;
    private bool _isReading;
    private bool _isRead;
    private bool _isStopped;
    private int _started = 1;

    /// <summary>Makes a scan; nothing is read yet.</summary>
    /// <param name="reader">Fills the blocks; disposed with the scan.</param>
    /// <param name="judges">Makes a judge for each thread.</param>
    /// <param name="maxLineBytes">Longest record.</param>
    /// <param name="threads">Threads, the caller's own included.</param>
    /// <param name="blockBytes">Size of a block.</param>
    /// <param name="cancellationToken">Stops <see cref="Next"/>.</param>
    public BlockScan(BlockReader reader, Func<PlainJudge> judges, int maxLineBytes, int threads, int blockBytes, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _wakeUp = cancellationToken.UnsafeRegister(static scan => ((BlockScan)scan!).WakeAll(), this); // never null: it is this
        _reader = reader;
        _judges = judges;
        _judge = judges();
        _maxLineBytes = maxLineBytes;
        _threads = threads;

        // One for each thread to work on, one to show, and one more to go on with while that is shown.
        for (var i = 0; i < threads + 2; i++)
        {
            _free.Push(new InputBlock(blockBytes));
        }
    }

    /// <summary>The next block, recognised; null behind the last. Give it back with <see cref="Release"/>.</summary>
    /// <exception cref="InputException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The scan was cancelled.</exception>
    public InputBlock? Next()
    {
        while (true)
        {
            InputBlock? own;
            lock (_gate)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                if (_inOrder.TryPeek(out var first) && first.IsDone)
                {
                    _inOrder.Dequeue();
                    first.Failure?.Throw();
                    return first;
                }

                if (_isRead && _inOrder.Count == 0)
                {
                    return null;
                }

                own = TryBegin();
                if (own is null)
                {
                    Monitor.Wait(_gate);
                    continue;
                }
            }

            Work(own, _judge);
        }
    }

    /// <summary>Takes a block back.</summary>
    public void Release(InputBlock block)
    {
        lock (_gate)
        {
            _free.Push(block);
            Monitor.PulseAll(_gate);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _wakeUp.Dispose();
        lock (_gate)
        {
            _isStopped = true;
            Monitor.PulseAll(_gate);

            // Who still reads, perhaps for ever from a pipe, disposes of the reader when done.
            if (!_isReading)
            {
                _reader.Dispose();
            }
        }
    }

    private void Help()
    {
        var judge = _judges();
        while (true)
        {
            InputBlock? block;
            lock (_gate)
            {
                if (_isStopped || _isRead)
                {
                    return;
                }

                block = TryBegin();
                if (block is null)
                {
                    Monitor.Wait(_gate);
                    continue;
                }
            }

            Work(block, judge);
        }
    }

    // A block to read into, if nobody reads.
    private InputBlock? TryBegin()
    {
        if (_isReading || _isRead || !_free.TryPop(out var block))
        {
            return null;
        }

        _isReading = true;
        return block;
    }

    private void Work(InputBlock block, PlainJudge judge)
    {
        var isFilled = Fill(block);
        lock (_gate)
        {
            _isReading = false;
            _isRead |= !isFilled || block.Failure is not null;
            if (_isStopped)
            {
                _reader.Dispose();
            }

            if (isFilled)
            {
                _inOrder.Enqueue(block);
            }

            // Threads are for inputs that are longer than a block.
            if (!_isRead && !_isStopped && _started < _threads && !(block.IsFileEnd && block.IsFileStart))
            {
                _started++;
                new Thread(Help) { IsBackground = true, Name = "Reading ahead" }.Start();
            }

            Monitor.PulseAll(_gate);
        }

        if (!isFilled)
        {
            return;
        }

        Recognise(block, judge);
        lock (_gate)
        {
            block.IsDone = true;
            Monitor.PulseAll(_gate);
        }
    }

    private bool Fill(InputBlock block)
    {
        try
        {
            return _reader.TryFill(block);
        }
#pragma warning disable CA1031 // The edge of a thread: whatever it is, it is thrown again where the block is asked for.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            block.Reset("", isFileStart: false, isLineStart: true);
            block.Failure = ExceptionDispatchInfo.Capture(exception);
            return true;
        }
    }

    private void Recognise(InputBlock block, PlainJudge judge)
    {
        try
        {
            block.Recognise(judge, _maxLineBytes);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            block.Failure = ExceptionDispatchInfo.Capture(exception);
        }
    }

    private void WakeAll()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }
}
