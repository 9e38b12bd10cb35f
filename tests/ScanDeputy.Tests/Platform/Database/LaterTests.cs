using System.Globalization;
using ScanDeputy.Tests.Demo;
using ScanDeputy.Tests.Harness;
using Xunit;

namespace ScanDeputy.Tests.Platform.Database;

/// <summary>Statements that are left to the end of a transaction: many rows of one kind go together, and all are what they would be one by one.</summary>
public sealed class LaterTests
{
    private const string Insert = "insert into idempotency_keys (id, body_hash, answer, created_at) values (@Id, 'x', '', @At)";

    private const string Copy = "insert into sign_in_failures (subject, failures, blocked_until, last_at)\nselect @Name, 1, 2, created_at from idempotency_keys where id = @Id";

    [Fact]
    public async Task Rows_that_follow_from_others_find_them_however_many_there_are()
    {
        await using var database = await SeededDatabase.EmptyAsync(TestServer.UsualStart);
        await database.Database.WriteAsync(
            scope =>
            {
                for (var i = 0; i < 350; i++)
                {
                    scope.Later(Insert, new { Id = Key(i), At = (long)i });
                    // Of every second one, and of one that is not there.
                    scope.Later(Copy, new { Name = $"copy-{Key(i)}", Id = i % 2 == 0 ? Key(i) : "none" });
                }

                return Task.FromResult(0);
            },
            CancellationToken.None);

        Assert.Equal(350, await database.ValueAsync<int>("select count(*) from idempotency_keys"));
        Assert.Equal(175, await database.ValueAsync<int>("select count(*) from sign_in_failures f join idempotency_keys k on f.last_at = k.created_at where f.subject like 'copy-%'"));
    }

    [Fact]
    public async Task A_statement_of_another_kind_keeps_its_place_among_the_rows()
    {
        await using var database = await SeededDatabase.EmptyAsync(TestServer.UsualStart);
        await database.Database.WriteAsync(
            scope =>
            {
                scope.Later(Insert, new { Id = Key(1), At = 1L });
                scope.Later(Insert, new { Id = Key(2), At = 1L });
                scope.Later("delete from idempotency_keys where created_at = @At", new { At = 1L });
                scope.Later(Insert, new { Id = Key(3), At = 1L });
                scope.Later(Insert, new { Id = Key(4), At = 1L });
                return Task.FromResult(0);
            },
            CancellationToken.None);
        Assert.Equal([Key(3), Key(4)], await database.ListAsync<string>("select id from idempotency_keys order by id"));
    }

    [Fact]
    public async Task A_key_that_is_there_already_is_left_out_and_the_others_are_written()
    {
        await using var database = await SeededDatabase.EmptyAsync(TestServer.UsualStart);
        for (var round = 0; round < 2; round++)
        {
            await database.Database.WriteAsync(
                scope =>
                {
                    for (var i = 0; i <= 150 * (round + 1); i++)
                        scope.Later($"{scope.Dialect.InsertOrIgnore} idempotency_keys (id, body_hash, answer, created_at) values (@Id, 'x', '', @At)", new { Id = Key(i), At = (long)round });
                    return Task.FromResult(0);
                },
                CancellationToken.None);
        }

        Assert.Equal(151, await database.ValueAsync<int>("select count(*) from idempotency_keys where created_at = 0"));
        Assert.Equal(150, await database.ValueAsync<int>("select count(*) from idempotency_keys where created_at = 1"));
    }

    private static string Key(int i) => i.ToString("D4", CultureInfo.InvariantCulture);
}
