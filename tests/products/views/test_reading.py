def test_read_price_answers_with_a_fragment(client, db):
    read = client.get("/doc-gia/", {"text": "98k", "unit": "kg"}).text
    refused = client.get("/doc-gia/", {"text": "-5", "unit": "kg"}).text

    assert "98.000\u00a0đ" in read
    assert 'name="confirmed" value="98000/kg"' in read
    assert "Giá không thể âm" in refused
    assert client.get("/doc-gia/", {"text": "98k", "unit": "xe"}).content == b""
    assert client.get("/doc-gia/").content == b""
    assert "9.000.000\u00a0đ" in client.get("/doc-gia/", {"text": "9tr/tạ", "unit": "kg"}).text
