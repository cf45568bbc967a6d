-- {{< backprop-playground "data=xor&layers=4" height="620" title="A network learns XOR" >}}
-- The page's address is backprop-playground-url in the document's or the project's metadata.

local DEFAULT = "https://example.org/playground/"

local function escaped(text)
  local signs = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }
  return (text:gsub('[&<>"]', signs))
end

local function given(value, default)
  local text = value and pandoc.utils.stringify(value) or ""
  return text ~= "" and text or default
end

return {
  ["backprop-playground"] = function(args, kwargs, meta)
    local link = given(args[1], "")
    local address = given(meta["backprop-playground-url"], DEFAULT) .. (link ~= "" and "#" .. link or "")
    local title = given(kwargs["title"], "Backprop Playground")
    if not quarto.doc.is_format("html") then
      return pandoc.Link(title, address)
    end
    return pandoc.RawBlock("html", string.format(
      '<iframe src="%s" title="%s" width="100%%" height="%s" style="border: 0" loading="lazy" ' ..
        'allow="clipboard-write; fullscreen"></iframe>',
      escaped(address), escaped(title), escaped(given(kwargs["height"], "600"))))
  end,
}
