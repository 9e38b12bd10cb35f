using Dapper;
using Microsoft.Extensions.DependencyInjection;
using ScanDeputy.Server.Features.Deadlines;
using ScanDeputy.Server.Features.Ledger;
using ScanDeputy.Server.Platform.Database;
using Xunit;

namespace ScanDeputy.Tests.Harness;

/// <summary>What a server has stored, past its own answers.</summary>
internal static class StoredRows
{
    /// <param name="sql">Selects one number.</param>
    public static Task<int> CountAsync(this TestServer server, string sql, object? parameters = null) =>
        server.Services.GetRequiredService<Database>().ReadAsync(connection => connection.QueryFirstAsync<int>(sql, parameters), CancellationToken.None);

    public static Task<int> ExecuteAsync(this TestServer server, string sql, object? parameters = null) =>
        server.Services.GetRequiredService<Database>().WriteAsync(scope => scope.ExecuteAsync(sql, parameters), CancellationToken.None);

    /// <summary>Every date and every row of every case follows from its events.</summary>
    public static async Task NothingDiffersAsync(this TestServer server)
    {
        var faults = new List<string>();
        await server.Services.GetRequiredService<DueDateCheck>().RunAsync(fault => faults.Add(fault.ToString()), CancellationToken.None);
        await server.Services.GetRequiredService<LedgerCheck>().RunAsync(null, fault => faults.Add($"{fault.Case} {fault.Text}"), CancellationToken.None);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>The first column of every row.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(this TestServer server, string sql) => (await server.Services.GetRequiredService<Database>().ReadAsync(
        connection => connection.QueryAsync<string>(sql), CancellationToken.None)).AsList();

    /// <summary>The first column of the first row.</summary>
    public static async Task<string> TextAsync(this TestServer server, string sql) => (await server.Services.GetRequiredService<Database>().ReadAsync(
        connection => connection.QueryFirstOrDefaultAsync<string>(sql), CancellationToken.None))!;
}
