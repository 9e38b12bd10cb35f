using ScanDeputy.Server.Features.Network.Registers;
using ScanDeputy.Server.Features.People.Access;

namespace ScanDeputy.Server.Pages.Administration.Setup;

/// <summary>What the form of a row offers to choose from where it names rows of other registers: their numbers with their names.</summary>
public sealed class RegisterChoices(RegisterLists lists)
{
    /// <param name="id">Of the row itself, which it cannot name.</param>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<(string Code, string Word)>>> OfAsync(IRegisterDesk desk, string id, CurrentUser user, CancellationToken ct)
    {
        var found = new Dictionary<string, IReadOnlyList<(string, string)>>(StringComparer.Ordinal);
        if (desk.Name == AgencyRegister.Instance.Name)
            found["parent"] = await AgenciesAsync(id, user, ct);
        if (desk.Name == AgencyRuleRegister.Instance.Name)
        {
            found["agency"] = await AgenciesAsync("", user, ct);
            found["category"] = [.. (await AllAsync(CategoryRegister.Instance, user, ct)).Select(category => (category.Id, category.Name))];
        }

        if (desk.Name == AnswerTemplateRegister.Instance.Name)
            found["category"] = [.. (await AllAsync(CategoryRegister.Instance, user, ct)).Select(category => (category.Id, category.Name))];

        return found;
    }

    private async Task<IReadOnlyList<(string, string)>> AgenciesAsync(string own, CurrentUser user, CancellationToken ct) =>
        [.. (await AllAsync(AgencyRegister.Instance, user, ct)).Where(agency => agency.Id != own).Select(agency => (agency.Number, $"{new string('　', agency.Depth)}{agency.Name}"))];

    private async Task<IReadOnlyList<TItem>> AllAsync<TItem, TFields>(Register<TItem, TFields> register, CurrentUser user, CancellationToken ct)
        where TItem : class, IRegisterItem
    {
        var (all, after) = (new List<TItem>(), (string?)null);
        do
        {
            var page = (await lists.ListAsync(register, null, true, null, "200", after, user, ct)).Value;
            all.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        return all;
    }
}
