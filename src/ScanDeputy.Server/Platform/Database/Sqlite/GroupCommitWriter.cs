using System.Threading.Channels;
using Dapper;
using ScanDeputy.Domain;

namespace ScanDeputy.Server.Platform.Database.Sqlite;

/// <summary>
/// SQLite lets one writer in at a time and pays one fsync a commit. This writer takes everything that waits, runs each piece of
/// work in its own savepoint of one transaction, commits once and only then answers all of them: as durable as one commit each,
/// at a fraction of the fsyncs (docs/decisions/0004).
/// </summary>
internal sealed class GroupCommitWriter : IAsyncDisposable
{
    private const int LargestGroup = 128;
    private const string Save = "savepoint work";
    private const string RollBack = "rollback to savepoint work";
    private const string Release = "release savepoint work";

    private readonly Channel<IWork> _queue = Channel.CreateUnbounded<IWork>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Func<PreparedConnection> _open;
    private readonly Dialect _dialect;
    private readonly Lazy<Task> _loop;

    public GroupCommitWriter(Func<PreparedConnection> open, Dialect dialect)
    {
        _open = open;
        _dialect = dialect;
        _loop = new Lazy<Task>(() => Task.Run(LoopAsync));
    }

    public Task<Result<T>> RunAsync<T>(Func<WriteScope, Task<Result<T>>> work, CancellationToken ct)
    {
        _ = _loop.Value;
        var item = new Work<T>(work, ct);
        return _queue.Writer.TryWrite(item)
            ? item.Answer
            : Task.FromException<Result<T>>(new ObjectDisposedException(nameof(GroupCommitWriter), "The program is stopping."));
    }

    /// <summary>Takes no new work, finishes what was accepted, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        if (_loop.IsValueCreated)
            await _loop.Value;
    }

    private async Task LoopAsync()
    {
        await using var connection = _open();
        var group = new List<IWork>(LargestGroup);
        while (await _queue.Reader.WaitToReadAsync())
        {
            group.Clear();
            try
            {
                await RunGroupAsync(connection, group);
            }
#pragma warning disable CA1031 // The loop must outlive any failed commit; each waiting caller gets the exception.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                group.ForEach(work => work.Fail(exception));
                continue;
            }

            group.ForEach(work => work.Complete());
        }
    }

    private async Task RunGroupAsync(PreparedConnection connection, List<IWork> group)
    {
        await using var transaction = connection.BeginTransaction(deferred: false);
        while (group.Count < LargestGroup && _queue.Reader.TryRead(out var work))
        {
            group.Add(work);
            connection.Execute(Save, transaction: transaction);
            if (!await work.RunAsync(new WriteScope(connection, transaction, _dialect, together: false)))
                connection.Execute(RollBack, transaction: transaction);
            connection.Execute(Release, transaction: transaction);
        }

        transaction.Commit();
    }

    private interface IWork
    {
        /// <summary>True when its changes are to be kept.</summary>
        Task<bool> RunAsync(WriteScope scope);

        void Complete();

        void Fail(Exception exception);
    }

    private sealed class Work<T>(Func<WriteScope, Task<Result<T>>> run, CancellationToken ct) : IWork
    {
        // Continuations must not run on the writer's loop.
        private readonly TaskCompletionSource<Result<T>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        // The work runs on the writer's loop and still belongs to whoever called: it may ask where the call came from.
        private readonly ExecutionContext? _caller = ExecutionContext.Capture();
        private Result<T> _result;
        private Exception? _failure;

        public Task<Result<T>> Answer => _answer.Task;

        public async Task<bool> RunAsync(WriteScope scope)
        {
            try
            {
                ct.ThrowIfCancellationRequested();
                _result = await RunAsCallerAsync(scope);
                if (_result.IsRefused)
                    return false;

                await scope.EndAsync();
                await scope.FlushAsync();
                return true;
            }
#pragma warning disable CA1031 // One caller's fault must not undo the others' work; it is handed to that caller.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _failure = exception;
                return false;
            }
        }

        private Task<Result<T>> RunAsCallerAsync(WriteScope scope)
        {
            if (_caller is null)
                return run(scope);

            Task<Result<T>>? running = null;
            ExecutionContext.Run(_caller, _ => running = run(scope), null);
            return running!;
        }

        public void Complete()
        {
            if (_failure is OperationCanceledException)
                _answer.TrySetCanceled(ct);
            else if (_failure is not null)
                _answer.TrySetException(_failure);
            else
                _answer.TrySetResult(_result);
        }

        public void Fail(Exception exception) => _answer.TrySetException(exception);
    }
}
